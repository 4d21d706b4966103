/** Types of `engines.mjs`, for tests. */
export interface ClickhouseServer {
  readonly program: string;
  /** For LD_LIBRARY_PATH. */
  readonly libraries: string;
}
export function installEngines(): Promise<{ packages: string | null; clickhouseServer: ClickhouseServer | null }>;
export function installPackages(): Promise<string | null>;
export function installClickhouseServer(): Promise<ClickhouseServer | null>;
export function clickhouseServer(): ClickhouseServer | null;
