import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Construct } from 'constructs';
import { DEPLOYED_ENVIRONMENTS, type Environment, environment } from '../config/environments';
import { applyPolicies } from './ci-apply-grants';
import { type GrantScope, planGrants, stateGrants } from './ci-grants';
import { AWS_AUDIENCE, GITHUB_TOKENS, GithubRole } from './constructs/github-role';
import { accountId } from './constructs/role';

/** The branch that pull requests are planned against and that drift is checked on. */
const MAIN = 'refs/heads/main';

/**
 * The roles of GitHub's jobs: one for plans, and one for each environment for applying, which only a job of the
 * GitHub environment of that name may assume. That environment's reviewers have to approve first.
 */
export class CiRoles extends Construct {
  constructor(scope: Construct, id: string, { repository, stateBucket }: Environment) {
    super(scope, id);
    const provider = new IamOpenidConnectProvider(this, 'github', {
      url: `https://${GITHUB_TOKENS}`,
      clientIdList: [AWS_AUDIENCE],
    });
    const place: GrantScope = { account: accountId(this), stateBucket };
    new GithubRole(this, 'plan', {
      name: 'keyhold-ci-plan',
      description: 'Pull requests and the search for drift: reads settings and state, changes nothing.',
      provider,
      subjects: [`repo:${repository}:pull_request`, `repo:${repository}:ref:${MAIN}`],
      policies: { read: planGrants(place, DEPLOYED_ENVIRONMENTS) },
    });
    for (const name of DEPLOYED_ENVIRONMENTS) {
      new GithubRole(this, `apply-${name}`, {
        name: `keyhold-ci-apply-${name}`,
        description: `Deploys ${name}.`,
        provider,
        subjects: [`repo:${repository}:environment:${name}`],
        policies: {
          read: planGrants(place, [name]),
          state: stateGrants(place, name),
          ...applyPolicies(place, environment(name)),
        },
      });
    }
  }
}
