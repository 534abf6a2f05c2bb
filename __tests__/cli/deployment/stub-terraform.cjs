// Stands for Terraform on the PATH: answers each subcommand as the test's scenario says, and notes every call.
const { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const [command, ...options] = process.argv.slice(2);
const scenario = JSON.parse(readFileSync(process.env.STUB_SCENARIO, 'utf8'));
const calls = join(dirname(process.env.STUB_SCENARIO), 'calls');
const before = existsSync(calls)
  ? readFileSync(calls, 'utf8').split('\n').filter(Boolean).map(JSON.parse)
  : [];
const planFile = options.find((option) => option.startsWith('-out='))?.slice(5);
if (planFile) writeFileSync(planFile, 'a plan');
const file = planFile ?? options.find((option) => !option.startsWith('-'));
const plan = file && existsSync(file) ? { file, folderMode: statSync(dirname(file)).mode & 0o777 } : {};
appendFileSync(calls, `${JSON.stringify({ command, options, folder: process.cwd(), ...plan })}\n`);

const replies = [scenario[command] ?? {}].flat();
const turn = before.filter((call) => call.command === command).length;
const reply = replies[Math.min(turn, replies.length - 1)];
process.stdout.write(reply.stdout ?? '');
process.stderr.write(reply.stderr ?? '');
for (const [name, text] of Object.entries(reply.writes ?? {})) writeFileSync(name, text);
if (reply.waitsForInterrupt) {
  process.on('SIGINT', () => {
    appendFileSync(calls, `${JSON.stringify({ command: 'SIGINT', options: [] })}\n`);
    process.stdout.write('Interrupt received.\n');
    clearInterval(waiting);
    process.exitCode = 1;
  });
  const waiting = setInterval(() => {}, 1000);
  process.stdout.write('Waiting.\n');
} else process.exitCode = reply.code ?? 0;
