import type { ConsoleRoutes } from '../../core/console-routes';
import { AwsError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';
import { MalformedPolicy, type PolicyKind, parsePolicy } from '../../core/policy/parse';
import type { PolicyStatement } from '../../core/policy/statement';
import type { Permission } from '../../core/principals';
import { awsQuery } from '../../core/protocols/aws-query';
import type { Attributes, Resource, Service, ServiceCall } from '../../core/service';
import { blocks } from '../../terraform/blocks';
import type { AccessControl } from './access-control';
import { permissionRoutes } from './console';
import { uniqueId } from './roles';

const VERSION = '2010-05-08';

/** AWS IAM: makes the stack's roles and policies known to the {@link AccessControl}. It has no API yet. */
export class IamService implements Service {
  readonly name = 'iam';
  readonly protocol = awsQuery('https://iam.amazonaws.com/doc/2010-05-08/', VERSION);
  readonly resourceTypes = [
    'aws_iam_role',
    'aws_iam_role_policy',
    'aws_iam_policy',
    'aws_iam_role_policy_attachment',
  ];
  readonly authorizer: AccessControl;

  constructor(private readonly access: AccessControl) {
    this.authorizer = access;
  }

  consoleRoutes(services: readonly string[]): ConsoleRoutes {
    return permissionRoutes(this.access, services);
  }

  async provision(resource: Resource): Promise<Attributes> {
    try {
      return this.attributes(resource);
    } catch (error) {
      if (error instanceof AwsError) {
        throw new AwsError(error.code, `${resource.address}: ${error.message}`, error.statusCode);
      }
      throw error;
    }
  }

  permissions({ action }: ServiceCall): Permission[] {
    return [{ action: `iam:${action}`, resource: '*' }];
  }

  async handle({ action }: ServiceCall): Promise<Json> {
    throw new AwsError('InvalidAction', `Could not find operation ${action} for version ${VERSION} locally.`);
  }

  async stop(): Promise<void> {}

  private attributes(resource: Resource): Attributes {
    switch (resource.type) {
      case 'aws_iam_role':
        return this.role(resource);
      case 'aws_iam_role_policy':
        return this.rolePolicy(resource);
      case 'aws_iam_policy':
        return this.managedPolicy(resource);
      default:
        return this.attachment(resource);
    }
  }

  private role({ address, config }: Resource): Attributes {
    if (config.permissions_boundary)
      throw new AwsError('NotImplemented', 'permissions_boundary is not supported locally.');
    const name = nameOf(config, address);
    const path = text(config.path) ?? '/';
    const arn = `arn:aws:iam::${this.access.settings.accountId}:role${path}${name}`;
    this.access.roles.add({
      address,
      arn,
      name,
      trust: statementsIn(config, 'assume_role_policy', 'trust'),
      policies: [...this.inlinePolicies(address, config), ...this.managedPolicies(config)],
    });
    const createDate = new Date(this.access.settings.clock.now()).toISOString();
    const duration = config.max_session_duration ?? 3600;
    return {
      id: name,
      name,
      arn,
      path,
      unique_id: uniqueId('AROA', arn),
      create_date: createDate,
      max_session_duration: duration,
    };
  }

  private inlinePolicies(address: string, config: JsonObject) {
    return blocks(config.inline_policy).map((inline) => ({
      address: `${address}, inline policy ${text(inline.name) ?? ''}`,
      statements: statementsIn(inline, 'policy', 'identity'),
    }));
  }

  private managedPolicies({ managed_policy_arns: arns }: JsonObject) {
    return (Array.isArray(arns) ? arns : []).map((arn) => this.access.roles.managedPolicy(String(arn)));
  }

  private rolePolicy({ address, config }: Resource): Attributes {
    const role = this.access.roles.named(required(config, 'role'));
    const statements = statementsIn(config, 'policy', 'identity');
    role.policies.push({ address, statements });
    const name = nameOf(config, address);
    return { id: `${role.name}:${name}`, name, role: role.name };
  }

  private managedPolicy({ address, config }: Resource): Attributes {
    const name = nameOf(config, address);
    const path = text(config.path) ?? '/';
    const arn = `arn:aws:iam::${this.access.settings.accountId}:policy${path}${name}`;
    this.access.roles.addManaged(arn, {
      address,
      statements: statementsIn(config, 'policy', 'identity'),
    });
    return { id: arn, arn, name, path, policy_id: uniqueId('ANPA', arn), attachment_count: 0 };
  }

  private attachment({ config }: Resource): Attributes {
    const role = this.access.roles.named(required(config, 'role'));
    const arn = required(config, 'policy_arn');
    role.policies.push(this.access.roles.managedPolicy(arn));
    return { id: `${role.name}-${uniqueId('', arn)}`, role: role.name, policy_arn: arn };
  }
}

/** The name given; else one that is made up, after the prefix if there is one, the same in every run. */
function nameOf(config: JsonObject, address: string): string {
  return (
    text(config.name) ?? (text(config.name_prefix) ?? 'terraform-') + uniqueId('', address).toLowerCase()
  );
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** @throws AwsError `MalformedPolicyDocument` */
function statementsIn(config: JsonObject, name: string, kind: PolicyKind): readonly PolicyStatement[] {
  try {
    return parsePolicy(required(config, name), kind);
  } catch (error) {
    if (!(error instanceof MalformedPolicy)) throw error;
    throw new AwsError('MalformedPolicyDocument', `The policy is malformed: ${error.message}.`);
  }
}

function required(config: JsonObject, name: string): string {
  const value = text(config[name]);
  if (value === undefined) throw new AwsError('ValidationError', `${name} is missing.`);
  return value;
}
