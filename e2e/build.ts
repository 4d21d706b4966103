/** Before the first journey: the build that all servers serve. */
import { buildIfStale } from "../cli/tasks/build.mjs";
import { prepare } from "../cli/tasks/prepare.mjs";

export default async function build(): Promise<void> {
  await prepare();
  await buildIfStale();
}
