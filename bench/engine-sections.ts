import { type EngineUnderTest, inMemory, onDisk } from './engines';
import { peer } from './peer';
import type { ReportRow, ReportSection } from './report';
import { throughput } from './throughput';
import { waiting } from './waiting';
import { booking, passChain, type Workload } from './workloads';

const WAITING = 100_000;
const PEER_GOAL = 'as fast as the peer';
const DISK_GOAL = 'half as fast as the peer';

/** Executions per second of all engines, and the versions of the peer. */
export async function speedSections(): Promise<{ sections: ReportSection[]; versions: string[] }> {
  const known = peer();
  const sections: ReportSection[] = [];
  const versions = known ? [`aws-local-stepfunctions ${known.version}`] : [];
  for (const workload of [passChain, booking]) {
    const rows = await rowsOf(workload, known?.engine);
    sections.push({
      title: `Executions a second: ${workload.name}`,
      remark:
        '100 executions at once, each with its whole history; task results are stubbed. The peer, the npm package aws-local-stepfunctions, stores neither history nor journal.',
      rows,
    });
  }
  return { sections, versions };
}

/** The memory of waiting executions, and the time to recover them after a crash. */
export async function waitingSection(): Promise<ReportSection> {
  const { inMemoryBytesEach, onDiskBytesEach, recoverySeconds } = await waiting(WAITING);
  return {
    title: `${WAITING.toLocaleString('en')} waiting executions`,
    remark:
      'Executions of the booking workflow during the hold. With the journal on disk a waiting execution has only its timer in memory; otherwise its data and history too.',
    rows: [
      { what: 'memory each, journal on disk', measured: bytes(onDiskBytesEach), goal: 'under 2,000 B' },
      { what: 'memory each, in memory, history included', measured: bytes(inMemoryBytesEach) },
      { what: 'recovery after SIGKILL', measured: `${recoverySeconds.toFixed(2)} s`, goal: 'under 5 s' },
    ],
  };
}

async function rowsOf(workload: Workload, engine: EngineUnderTest | undefined): Promise<ReportRow[]> {
  const reference = engine && (await throughput(engine, workload));
  const row = async (ours: EngineUnderTest, goal: string): Promise<ReportRow> => {
    const perSecond = await throughput(ours, workload);
    const ratio = reference === undefined ? '' : `; it is ${(perSecond / reference).toFixed(1)} ×`;
    return { what: ours.name, measured: rate(perSecond, workload), goal: goal + ratio };
  };
  return [
    await row(inMemory, PEER_GOAL),
    await row(onDisk, DISK_GOAL),
    {
      what: 'aws-local-stepfunctions',
      measured: reference === undefined ? 'not installed' : rate(reference, workload),
    },
  ];
}

function rate(perSecond: number, { transitions }: Workload): string {
  const [executions, states] = [perSecond, perSecond * transitions].map((each) =>
    Math.round(each).toLocaleString('en'),
  );
  return `${executions} (${states} states)`;
}

function bytes(number: number): string {
  return `${Math.round(number).toLocaleString('en')} B`;
}
