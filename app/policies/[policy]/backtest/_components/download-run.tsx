"use client";

import { Download } from "lucide-react";
import type { BacktestRun } from "#store";
import { Button } from "../../../../_components/button";
import { formatBytes } from "../../../../_components/format";
import { Menu, MenuItem, MenuLabel } from "../../../../_components/menu";

/** The run's files: its figures as JSON, the outcomes and the rejected rows one by one. */
export function DownloadRun({ id, files, name }: { id: string; files: BacktestRun["files"]; name: string }) {
  const address = `/api/backtests/${id}`;
  return (
    <Menu
      trigger={
        <Button>
          <Download aria-hidden /> Download
        </Button>
      }
    >
      <MenuLabel>Figures</MenuLabel>
      <MenuItem asChild>
        <a href={`${address}/result`} download={`${name}.json`}>
          Result as JSON, as the command line prints it
        </a>
      </MenuItem>
      <MenuLabel>Row by row</MenuLabel>
      {files.outcomes === null ? (
        <MenuItem disabled>Outcomes were not kept</MenuItem>
      ) : (
        <MenuItem asChild>
          <a href={`${address}/outcomes`} download={`${name}-outcomes.parquet`}>
            Outcomes as Parquet <span className="ml-auto pl-3 text-faint">{formatBytes(files.outcomes.bytes)}</span>
          </a>
        </MenuItem>
      )}
      {files.rejected === null ? (
        <MenuItem disabled>No row was rejected</MenuItem>
      ) : (
        <MenuItem asChild>
          <a href={`${address}/rejected`} download={`${name}-rejected.csv`}>
            Rejected rows as CSV <span className="ml-auto pl-3 text-faint">{formatBytes(files.rejected.bytes)}</span>
          </a>
        </MenuItem>
      )}
    </Menu>
  );
}
