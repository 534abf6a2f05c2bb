/** What the way out of a failure depends on. */
export interface Place {
  readonly stack: string;
  readonly environment: string;
  /** Terraform's folder. */
  readonly folder: string;
}

/** What to do where Terraform is missing or too old. */
export const INSTALL =
  'Install version 1.11 or newer, and put it on the PATH: https://developer.hashicorp.com/terraform/install';

interface Failure {
  /** In Terraform's output without its frames and line breaks. */
  readonly says: RegExp;
  /** What happened; on a second line, the next step. */
  readonly explain: (found: RegExpExecArray, place: Place) => string;
}

const noCredentials = 'Terraform found no AWS credentials.\nSet AWS_PROFILE, or sign in with aws sso login.';

/** By what Terraform 1.11 and later, its AWS provider and AWS say; what is more particular comes first. */
const FAILURES = {
  'expired token': {
    says: /ExpiredToken|RequestExpired|token (included in the request is|has) expired|SSO session has expired/,
    explain: () =>
      'The AWS session has expired.\nSign in again (aws sso login, or new temporary credentials), then run this again.',
  },
  'no credentials': {
    says: /No valid credential sources found|no EC2 IMDS role found|NoCredentialProviders/i,
    explain: () => noCredentials,
  },
  'unknown credentials': {
    says: /InvalidClientTokenId|SignatureDoesNotMatch|InvalidAccessKeyId/,
    explain: () =>
      'AWS does not know these credentials: the key was deleted, or the secret is not its own.\nCheck them with aws sts get-caller-identity.',
  },
  'wrong account': {
    says: /AWS account ID not allowed: (\d+)/i,
    explain: ([, account], { environment }) =>
      `These credentials are of account ${account}, and ${environment} is pinned to another one.\nSet AWS_PROFILE to the right account; config/environments.ts says which (account).`,
  },
  'no state bucket': {
    says: /S3 bucket "?(\S+?)"? does not exist|NoSuchBucket/,
    explain: ([, bucket = 'of the state'], { environment }) =>
      `The state bucket ${bucket} does not exist in this account.\nMake it, once per account: npm run bootstrap -- --environment ${environment}`,
  },
  'lock held': {
    says: /Error acquiring the state lock(?:.*? ID: +(\S+))?(?:.*? Who: +(\S+))?(?:.*? Created: +(\S+ [\d:]+))?/,
    explain: ([, id = 'ID', who = 'Somebody', since], { folder }) =>
      `${who} is working on this state${since ? ` since ${since} UTC` : ''}. Wait until that has ended.\nOnly if it is dead for certain: terraform -chdir=${folder} force-unlock ${id}`,
  },
  'bucket of somebody else': {
    says: /BucketAlreadyExists(?!OwnedBy)|requested bucket from "[^"]*", actual location/,
    explain: () =>
      'This bucket name is taken, by another account or in another region: names are one namespace for all of AWS.\nGive STATE_BUCKET in config/environments.ts a name of your own.',
  },
  'bucket without state': {
    says: /BucketAlreadyOwnedByYou/,
    explain: (_, { folder }) =>
      `The bucket exists, but its state does not know it.\nTake it in, then run this again: terraform -chdir=${folder} import aws_s3_bucket.state BUCKET`,
  },
  'state closed': {
    says: /Unable to (access|list) objects? .*?StatusCode: 403/,
    explain: () =>
      'These credentials may not read the state: they are of another account, or lack s3:GetObject and s3:ListBucket on the state bucket.\nSee who you are with aws sts get-caller-identity.',
  },
  'terraform too old': {
    says: /does not support Terraform version (\d+\.\d+\.\d+)/,
    explain: ([, version]) => `${tooOld(version)}\n${INSTALL}`,
  },
  'provider not reachable': {
    says: /Failed to query available provider packages|Failed to install provider|could not connect to registry\.terraform\.io/,
    explain: () =>
      'The AWS provider cannot be fetched from registry.terraform.io: no network, or a proxy that refuses.\nTry again, or use a mirror: export KEYHOLD_PROVIDER_MIRROR=FOLDER',
  },
  'backend changed': {
    says: /Backend configuration changed|Backend initialization required/,
    explain: (_, { folder }) =>
      `The state bucket in config/ is another one than this folder was initialized with.\nIf that is meant: rm -r ${folder}/.terraform, then run this again.`,
  },
  'plan is stale': {
    says: /Saved plan is stale/,
    explain: () =>
      'The state has changed since this plan was made, so it was not applied.\nRun this again, for a new plan.',
  },
  'CloudFront still deploying': {
    says: /CloudFront Distribution \S* ?(deploy|delete|disable).*(timeout|InProgress)|last state: 'InProgress'|DistributionNotDisabled|(CloudFront.*(FunctionInUse|InUse:))/i,
    explain: () =>
      'CloudFront is still carrying the last change to its edge locations; that takes minutes, rarely half an hour.\nRun this again once the distribution says Deployed: what is done stays done.',
  },
  protected: {
    says: /Instance cannot be destroyed(?:.*?Resource (\S+) has lifecycle\.prevent_destroy)?/,
    explain: ([, address = 'something that holds data'], { environment }) =>
      `The plan would destroy ${address}, which holds data, and was stopped.\nnpm run plan -- --environment ${environment} says why. Keep its address and key, or move it (moveTo).`,
  },
  'not permitted': {
    says: /User: (\S+) is not authorized to perform: (\S+)|AccessDenied(?!.*not authorized to perform)/,
    explain: ([, who = 'These credentials', action = 'this']) =>
      `${who} may not do ${action}.\nUse credentials that may deploy, or add the permission to the role.`,
  },
} satisfies Record<string, Failure>;

export type FailureName = keyof typeof FAILURES;

export interface Explained {
  readonly failure: FailureName;
  /** What happened. */
  readonly sentence: string;
  readonly nextStep: string;
}

/** The usual failure that Terraform's output tells of; undefined where it is none of the usual ones. */
export function explain(output: string, place: Place): Explained | undefined {
  const said = plain(output);
  for (const [failure, { says, explain }] of Object.entries<Failure>(FAILURES)) {
    const found = says.exec(said);
    if (!found) continue;
    const [sentence = '', nextStep = ''] = explain(found, place).split('\n');
    return { failure: failure as FailureName, sentence, nextStep };
  }
  return undefined;
}

export function tooOld(version = 'of this machine'): string {
  return `Terraform ${version} is too old: values that stay out of the state came with 1.11.`;
}

/** Terraform's message without the frame around it, and without the code that it quotes: that may hold anything. */
export function messageOf(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^[│╷╵]\s?/, '').trimEnd())
    .filter((line) => line !== '' && !/^\s*(on .*line \d+|\d+:)/.test(line))
    .join('\n');
}

/** Without colours, frames and the line breaks that depend on the window's width. */
function plain(output: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
  return output.replace(/\u001b\[[\d;]*m/g, '').replace(/[\s│╷╵]+/g, ' ');
}
