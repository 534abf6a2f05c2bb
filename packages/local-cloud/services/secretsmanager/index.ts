import type { ServiceFactory } from '../../core/service';
import { secretsManager } from './secretsmanager';

export const services: ServiceFactory = () => [secretsManager()];
