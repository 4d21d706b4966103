/** What Next.js runs once when the server starts, before it answers any request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { start } = await import("./instrumentation-node.ts");
    await start();
  }
}
