import type { ServiceFactory } from '../../core/service';
import { scheduler } from './scheduler';

export const services: ServiceFactory = (cloud) => [scheduler(cloud)];
