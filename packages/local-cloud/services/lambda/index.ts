import type { ServiceFactory } from '../../core/service';
import { lambda } from './lambda';

export const services: ServiceFactory = (cloud) => [lambda(cloud)];
