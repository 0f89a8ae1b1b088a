"""The workshop's pages: fetch, permit, one service call, present, render."""
