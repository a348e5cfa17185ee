/** Prints `N passed, N failed` of a JSON report of vitest; a file that did not load failed once. */
import { readFileSync } from "node:fs";

const text = readFileSync(process.argv[2], "utf8");
const report =
  text === "" ? { numPassedTests: 0, numFailedTests: 1, testResults: [] } : JSON.parse(text);
const broken = report.testResults.filter(
  ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
);
const failed = report.numFailedTests + broken.length;
console.log(`${report.numPassedTests} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
