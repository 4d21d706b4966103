/**
 * A cluster of real ClickHouse servers for tests: one process a shard, unprivileged, on loopback, in a temporary
 * folder with configuration files of their own. Not for production code.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ClickhouseServer } from "../../cli/tasks/engines.mjs";

export const CLUSTER = "test_cluster";

export interface ClickhouseServers {
  /** HTTP, one a shard. */
  readonly urls: readonly string[];
  /** Runs one statement on one shard; gives the answer's text. Throws with the server's words. */
  run(shard: number, sql: string): Promise<string>;
  stop(): Promise<void>;
}

interface Ports {
  readonly http: number;
  readonly tcp: number;
  readonly interserver: number;
}

/** Starts `shards` servers that know each other as `CLUSTER`; resolves when all answer. */
export async function startClickhouseServers(server: ClickhouseServer, shards = 2): Promise<ClickhouseServers> {
  const folder = mkdtempSync(path.join(tmpdir(), "limen-clickhouse-"));
  const free = await freePorts(shards * 3);
  const ports = Array.from({ length: shards }, (_, i) => portsOf(free.slice(i * 3, i * 3 + 3)));
  const children = ports.map((own, i) => start(server, path.join(folder, `shard-${i}`), own, ports));
  const kill = () => {
    for (const child of children) child.kill("SIGKILL");
  };
  process.once("exit", kill);
  const urls = ports.map(({ http }) => `http://127.0.0.1:${http}`);
  const stop = async () => {
    process.off("exit", kill);
    const ended = children.map((child) => (child.exitCode === null ? new Promise((resolve) => child.once("exit", resolve)) : null));
    kill();
    await Promise.all(ended);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(urls.map((url, i) => answers(url, children[i] as ChildProcess)));
  } catch (error) {
    await stop();
    throw error;
  }
  return { urls, stop, run: (shard, sql) => run(urls[shard] as string, sql) };
}

const portsOf = ([http, tcp, interserver]: readonly number[]): Ports => ({
  http: http as number,
  tcp: tcp as number,
  interserver: interserver as number,
});

function start({ program, libraries }: ClickhouseServer, folder: string, own: Ports, all: readonly Ports[]): ChildProcess {
  for (const name of ["data", "tmp", "formats"]) mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, "users.xml"), USERS);
  writeFileSync(path.join(folder, "config.xml"), configuration(folder, own, all));
  return spawn(program, [`--config-file=${path.join(folder, "config.xml")}`], {
    cwd: folder,
    stdio: "ignore",
    env: { ...process.env, LD_LIBRARY_PATH: libraries, TZ: "UTC" },
  });
}

const USERS = `<yandex><profiles><default><max_memory_usage>4000000000</max_memory_usage><max_threads>2</max_threads></default></profiles>
<users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users>
<quotas><default></default></quotas></yandex>`;

function configuration(folder: string, own: Ports, all: readonly Ports[]): string {
  const shard = ({ tcp }: Ports) => `<shard><replica><host>127.0.0.1</host><port>${tcp}</port></replica></shard>`;
  return `<yandex>
<logger><level>warning</level><log>${folder}/server.log</log><errorlog>${folder}/error.log</errorlog></logger>
<listen_host>127.0.0.1</listen_host><http_port>${own.http}</http_port><tcp_port>${own.tcp}</tcp_port>
<interserver_http_port>${own.interserver}</interserver_http_port><interserver_http_host>127.0.0.1</interserver_http_host>
<path>${folder}/data/</path><tmp_path>${folder}/tmp/</tmp_path><format_schema_path>${folder}/formats/</format_schema_path>
<users_config>${folder}/users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
<mark_cache_size>100000000</mark_cache_size><timezone>UTC</timezone>
<remote_servers><${CLUSTER}>${all.map(shard).join("")}</${CLUSTER}></remote_servers>
</yandex>`;
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const up = await run(url, "SELECT 1").then(
      () => true,
      () => false,
    );
    if (up) return;
    if (tries > 200 || child.exitCode !== null) throw new Error("the test's ClickHouse server did not start");
    await sleep(50);
  }
}

async function run(url: string, sql: string): Promise<string> {
  const response = await fetch(url, { method: "POST", body: sql });
  const text = await response.text();
  if (!response.ok) throw new Error(text.slice(0, 2000));
  return text;
}

async function freePorts(count: number): Promise<number[]> {
  const probes = await Promise.all(Array.from({ length: count }, () => listening()));
  const ports = probes.map((probe) => (probe.address() as { port: number }).port);
  await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
  return ports;
}

function listening() {
  return new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => resolve(probe));
  });
}
