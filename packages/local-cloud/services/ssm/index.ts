import type { ServiceFactory } from '../../core/service';
import { ssm } from './ssm';

export const services: ServiceFactory = (cloud) => [ssm(cloud)];
