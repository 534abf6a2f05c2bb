import { LocalCloud } from '@keyhold/local-cloud';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser } from '../../cli/browser';
import { loadSamples } from '../../cli/samples';
import { leap, Traffic } from '../../cli/traffic';
import { stackFolder } from '../synthesize';

/** After this long the edge asks anew for whatever the page shows (ms). */
export const KEPT_AT_THE_EDGE_MS = 5_000;

interface VisitOptions extends BrowserContextOptions {
  /** Complaints that the test itself gives reason for. */
  readonly expected?: RegExp;
}

/** Chromium says so in its console as well; this names the directive and what it kept out. */
const REPORT_VIOLATIONS = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('Blocked by the content security policy: ' + event.violatedDirective + ' ' + event.blockedURI));`;

/** Visits to the running system by browser, watched for everything that a sound page has none of. */
export class Visits {
  private running: LocalCloud | undefined;
  private readonly contexts: BrowserContext[] = [];
  private traffic: Traffic[] = [];
  private complaints: string[] = [];

  private constructor(private readonly browser: Browser) {}

  static async begin(): Promise<Visits> {
    return new Visits(await openBrowser());
  }

  /** The system that is visited: a new one for each test, every apartment vacant. */
  get cloud(): LocalCloud {
    if (!this.running) throw new TypeError('Open the doors first: there is no system to visit.');
    return this.running;
  }

  async openDoors(): Promise<void> {
    this.running = await LocalCloud.start({ artifact: stackFolder('keyhold-local') });
    await loadSamples(this.running, String(this.running.outputs['apartmentsTable']));
  }

  /** A guest with a browser of their own, in front of the page. */
  async open(path = '/', { expected, ...options }: VisitOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ baseURL: this.cloud.edgeUrl ?? '', ...options });
    this.contexts.push(context);
    this.traffic.push(new Traffic(context));
    context.setDefaultTimeout(120_000);
    await context.addInitScript({ content: REPORT_VIOLATIONS });
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complain(message.text(), expected);
    });
    context.on('weberror', (error) => this.complain(error.error().stack ?? String(error.error()), expected));
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }

  /** Time passes, for the system and whoever looks at its clock. */
  pass(milliseconds: number): Promise<void> {
    return leap(this.cloud, this.traffic, milliseconds);
  }

  /** Everybody leaves, and the system stops. @returns what browsers complained of meanwhile */
  async closeDoors(): Promise<readonly string[]> {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
    await this.running?.stop();
    this.traffic = [];
    const { complaints } = this;
    this.complaints = [];
    return complaints;
  }

  end(): Promise<void> {
    return this.browser.close();
  }

  private complain(text: string, expected: RegExp | undefined): void {
    if (!expected?.test(text)) this.complaints.push(text);
  }
}
