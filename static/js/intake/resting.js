// The neutral page stays where it is: going back leads to it again.
history.pushState(null, "");
addEventListener("popstate", () => history.pushState(null, ""));
addEventListener("pageshow", (event) => event.persisted && location.reload());
