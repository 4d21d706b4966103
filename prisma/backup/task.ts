/** What backup and restore share on the command line: one FILE, a sentence on success, a plain reason on failure. */
import path from "node:path";
import { StartProblem } from "../client/database.ts";

/** Gives the exit code: 0 done, 1 failed, 2 wrong usage. A relative FILE counts from where npm was called. */
export async function runTask(name: string, args: readonly string[], work: (file: string) => Promise<string>): Promise<number> {
  const [file, ...rest] = args;
  if (!file || file.startsWith("-") || rest.length > 0) {
    console.error(`usage: npm run ${name} FILE`);
    return 2;
  }
  try {
    console.log(await work(path.resolve(process.env.INIT_CWD ?? process.cwd(), file)));
    return 0;
  } catch (cause) {
    console.error(cause instanceof StartProblem ? `${name}: ${cause.message}` : cause);
    return 1;
  }
}
