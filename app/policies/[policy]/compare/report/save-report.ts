import { type ReportSource, reportInputOf } from "./report-input";
import { saveFile } from "./save-file";

/** The report as of now, handed to the browser as a file. What writes it is loaded when first asked for. */
export async function saveReport(name: string, source: Omit<ReportSource, "build" | "date">): Promise<void> {
  const { comparisonReport } = await import("#rules/report");
  const date = `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const input = reportInputOf({ ...source, build: process.env.LIMEN_VERSION ?? "source", date });
  saveFile(name, "text/html", comparisonReport(input));
}
