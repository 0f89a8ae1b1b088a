"""The pages: fetch, permit, one service call, present, render."""
