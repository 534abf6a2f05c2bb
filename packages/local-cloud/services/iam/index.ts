import type { ServiceFactory } from '../../core/service';
import { AccessControl } from './access-control';
import { IamService } from './iam-service';
import { StsService } from './sts-service';

/** Roles and policies by IAM; who a caller is, and other roles to be, by STS. */
export const services: ServiceFactory = ({ accountId, region, clock, log }) => {
  const access = new AccessControl({ accountId, region, clock, log });
  return [new IamService(access), new StsService(access)];
};
