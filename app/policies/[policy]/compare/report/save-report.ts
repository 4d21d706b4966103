import { type ReportSource, reportInputOf } from "./report-input";
import { saveFile } from "./save-file";

/** The report, handed to the browser as a file. What writes it is loaded when first asked for. */
export async function saveReport(name: string, source: Omit<ReportSource, "build">): Promise<void> {
  const { comparisonReport } = await import("#rules/report");
  const input = reportInputOf({ ...source, build: process.env.LIMEN_VERSION ?? "source" });
  saveFile(name, "text/html", comparisonReport(input));
}
