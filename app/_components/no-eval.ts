/**
 * Import it first where browser code begins: it tells zod to build its checks without
 * `new Function`, which the Content-Security-Policy forbids; already the attempt would
 * be reported as a violation.
 */
import { config } from "zod/v4/core";

config({ jitless: true });
