/** Resolves once what is drawn now is on the screen: before work that holds up the page for longer than one notices. Out of sight it does not wait for a frame. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    const done = () => setTimeout(resolve);
    if (document.visibilityState === "hidden") done();
    else requestAnimationFrame(done);
  });
}
