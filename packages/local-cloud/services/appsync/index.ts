import type { ServiceFactory } from '../../core/service';
import { appSync } from './appsync';

export const services: ServiceFactory = (cloud) => [appSync(cloud)];
