// Asks the matcher of an installed OpenClaw which commands run and which ask, by the approvals in its state folder.
//   node approvals.mjs OPENCLAW_PACKAGE_FOLDER < commands (one a line, `run` or `ask` and a tab before each)
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const dist = join(process.argv[2], "dist");
const name = readdirSync(dist).find(
  (file) => /^exec-approvals-.*\.mjs$/.test(file) && /export \{[^}]*\bevaluateShellAllowlistWithAuthorization,[^}]*\brequiresExecApproval\b/.test(readFileSync(join(dist, file), "utf8")),
);
if (!name) throw new Error("this OpenClaw has its matcher elsewhere: look for requiresExecApproval in " + dist);
const { loadExecApprovals, resolveExecApprovals, evaluateShellAllowlistWithAuthorization, requiresExecApproval } = await import(pathToFileURL(join(dist, name)));

loadExecApprovals();
const approvals = resolveExecApprovals("main", { security: "allowlist", ask: "on-miss" });
let wrong = 0;
for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const [expected, command] = line.split("\t");
  const verdict = await evaluateShellAllowlistWithAuthorization({
    command, allowlist: approvals.allowlist, safeBins: new Set(), cwd: "/", env: process.env, platform: process.platform,
  });
  const asks = requiresExecApproval({ ask: approvals.agent.ask, security: approvals.agent.security, analysisOk: verdict.analysisOk, allowlistSatisfied: verdict.allowlistSatisfied });
  const said = asks ? "ask" : verdict.allowlistSatisfied ? "run" : "deny";
  if (said !== expected) wrong++;
  console.log(`| \`${command.replaceAll("|", "\\|")}\` | ${said === "run" ? "runs" : said === "ask" ? "asks a person" : "is denied"} |${said === expected ? "" : ` expected ${expected} |`}`);
}
process.exit(wrong ? 1 : 0);
