import type { ServiceFactory } from '../../core/service';
import { stepFunctions } from './stepfunctions';

export const services: ServiceFactory = (cloud) => [stepFunctions(cloud)];
