import type { DataSource } from '../../core/data-source';

/** Whoever sits at this machine, as STS names them here and through the local gateway. */
const DEVELOPER_USER_ID = 'AIDALOCALDEVELOPER000';

export const callerIdentity: DataSource = (_, { accountId }) => ({
  id: accountId,
  account_id: accountId,
  arn: `arn:aws:iam::${accountId}:user/developer`,
  user_id: DEVELOPER_USER_ID,
});

export const region: DataSource = (config, account) => {
  const name = typeof config.name === 'string' ? config.name : account.region;
  return { id: name, name, endpoint: `ec2.${name}.amazonaws.com` };
};

export const partition: DataSource = () => ({
  id: 'aws',
  partition: 'aws',
  dns_suffix: 'amazonaws.com',
  reverse_dns_prefix: 'com.amazonaws',
});
