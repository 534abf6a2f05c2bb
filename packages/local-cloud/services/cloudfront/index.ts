import type { ServiceFactory } from '../../core/service';
import { cloudFront } from './cloudfront';

export const services: ServiceFactory = (cloud) => [cloudFront(cloud)];
