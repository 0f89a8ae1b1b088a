// A signature drawn with finger, pen or mouse, kept as path data of straight strokes in a box of 600 by 200.
// Optional beside the typed name; without this script the box is not there.

const WIDTH = 600;
const HEIGHT = 200;
const LONGEST = 20000; // the server takes no more
const STEP = 3; // points closer than this to the last one add nothing

class Pad {
  constructor(box) {
    this.canvas = box.querySelector("canvas");
    this.field = document.getElementById(box.dataset.signature);
    this.strokes = Pad.read(this.field.value);
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.go(event));
    for (const name of ["pointerup", "pointercancel"]) this.canvas.addEventListener(name, () => this.end());
    box.querySelector("[data-clear]").addEventListener("click", () => this.clear());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.paint());
    box.hidden = false;
    this.paint();
  }

  // What a page that came back with an error brings along.
  static read(path) {
    return path
      .split("M")
      .filter(Boolean)
      .map((stroke) => stroke.split("L").map((point) => point.split(" ").map(Number)));
  }

  point(event) {
    const area = this.canvas.getBoundingClientRect();
    const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
    return [
      within(((event.clientX - area.left) / area.width) * WIDTH, WIDTH),
      within(((event.clientY - area.top) / area.height) * HEIGHT, HEIGHT),
    ];
  }

  begin(event) {
    if (event.button !== 0 || this.field.value.length > LONGEST - 100) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.stroke = [this.point(event)];
    this.strokes.push(this.stroke);
  }

  go(event) {
    if (!this.stroke) return;
    const [x, y] = this.point(event);
    const [lastX, lastY] = this.stroke.at(-1);
    if (Math.hypot(x - lastX, y - lastY) < STEP) return;
    this.stroke.push([x, y]);
    this.paint();
  }

  end() {
    if (!this.stroke) return;
    if (this.stroke.length === 1) this.stroke.push(this.stroke[0]);
    this.stroke = null;
    while (this.path().length > LONGEST) this.strokes.pop();
    this.field.value = this.path();
    this.paint();
  }

  clear() {
    this.strokes = [];
    this.field.value = "";
    this.paint();
  }

  path() {
    return this.strokes.map((stroke) => `M${stroke.map((point) => point.join(" ")).join("L")}`).join("");
  }

  paint() {
    const pen = this.canvas.getContext("2d");
    pen.clearRect(0, 0, WIDTH, HEIGHT);
    pen.strokeStyle = getComputedStyle(this.canvas).color;
    pen.lineWidth = 3;
    pen.lineCap = pen.lineJoin = "round";
    for (const [start, ...rest] of this.strokes) {
      pen.beginPath();
      pen.moveTo(...start);
      for (const point of rest) pen.lineTo(...point);
      pen.stroke();
    }
  }
}

for (const box of document.querySelectorAll("[data-signature]")) new Pad(box);
