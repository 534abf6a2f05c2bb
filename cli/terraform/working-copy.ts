import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Terminal } from '../terminal';
import type { Place } from './failures';
import { inPrivateFolder } from './private-folder';
import { type StateFile, stateAfter } from './state-after';
import { Terraform, type TerraformPlan } from './terraform';

export interface OfflineOptions {
  /** Where the provider's calls go instead of AWS: the local gateway. */
  readonly endpoint: string;
  /** What runs before the change; nothing unless told. */
  readonly state?: string;
  /** Environment variables besides. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Without this machine's account: what a plan asks for, the local gateway answers. */
const NO_ACCOUNT = {
  AWS_ACCESS_KEY_ID: 'offline',
  AWS_SECRET_ACCESS_KEY: 'offline',
  AWS_EC2_METADATA_DISABLED: 'true',
};

const PLAN = 'review.tfplan';

/** A copy of a stack's folder, in which Terraform plans and nothing is applied. */
export class WorkingCopy {
  constructor(
    readonly folder: string,
    private readonly terraform: Terraform,
  ) {}

  /** Fetches the provider that the lock file names. */
  async init(): Promise<void> {
    await this.terraform.requireVersion();
    await this.terraform.init();
  }

  plan(...options: string[]): Promise<TerraformPlan> {
    // A plan that fails must not be taken for the one before.
    rmSync(join(this.folder, PLAN), { force: true });
    return this.terraform.planForReview(PLAN, ...options);
  }

  /** The state that applying the plan would leave, with made-up values where AWS alone knows them. */
  async stateAfter({ json }: TerraformPlan): Promise<StateFile> {
    return stateAfter(JSON.parse(json), await this.terraform.schemas());
  }

  /** Puts another state in the place of the one before: the next plan starts from it. */
  takeState(state: StateFile): void {
    writeFileSync(join(this.folder, 'terraform.tfstate'), JSON.stringify(state));
  }
}

/**
 * Works in a copy of a stack's folder. The copy goes with the plans in it, which hold secrets.
 * @param offline instead of the account that this machine is signed in to
 */
export function inWorkingCopy<T>(
  place: Place,
  offline: OfflineOptions | undefined,
  terminal: Terminal,
  work: (copy: WorkingCopy) => Promise<T>,
): Promise<T> {
  return inPrivateFolder((privateFolder) => {
    const folder = join(privateFolder, 'stack');
    cpSync(place.folder, folder, { recursive: true });
    if (offline) isolate(folder, offline);
    const variables = offline && { ...NO_ACCOUNT, AWS_ENDPOINT_URL: offline.endpoint, ...offline.variables };
    const terraform = new Terraform(place, terminal, {
      folder,
      quiet: true,
      ...(variables && { variables }),
    });
    return work(new WorkingCopy(folder, terraform));
  });
}

/** The state is a file of its own. */
function isolate(folder: string, { state }: OfflineOptions): void {
  const local = { terraform: { backend: { local: {} } } };
  writeFileSync(join(folder, 'backend_override.tf.json'), JSON.stringify(local));
  if (state !== undefined) writeFileSync(join(folder, 'terraform.tfstate'), state);
}
