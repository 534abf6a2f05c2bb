import type { ServiceFactory } from '../../core/service';
import { eventBridge } from './events';

export const services: ServiceFactory = (cloud) => [eventBridge(cloud)];
