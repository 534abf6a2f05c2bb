import type { ServiceFactory } from '../../core/service';
import { sqs } from './sqs';

export const services: ServiceFactory = (cloud) => [sqs(cloud)];
