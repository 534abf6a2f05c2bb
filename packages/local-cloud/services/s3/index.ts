import type { ServiceFactory } from '../../core/service';
import { s3 } from './s3';

export const services: ServiceFactory = (cloud) => [s3(cloud)];
