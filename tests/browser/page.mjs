// Opens pages in a real Chromium as people do: on a phone and on a screen, light and dark, by keyboard, without scripts, on
// paper. Prints a line for everything that is wrong and exits with 1 if there is any.
//
//   node page.mjs DRIVER CHROMIUM SCREENSHOTS PAGE...

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [driver, executablePath, screenshots, ...pages] = process.argv.slice(2);
const { chromium } = await import(pathToFileURL(join(driver, 'package', 'index.mjs')).href);
const axe = readFileSync(join(driver, 'axe.min.js'), 'utf8');

const SIZES = [{ width: 360, height: 740 }, { width: 1280, height: 800 }];
const SCHEMES = ['light', 'dark'];
const ARGUMENTS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
if (process.getuid() === 0) ARGUMENTS.push('--no-sandbox');

const TABBABLE = 'a[href], summary, input, button, select, textarea, [tabindex="0"]';
const problems = [];
const tell = (where, what) => problems.push(`${where}: ${what}`);

// A page whose every message, error and request but the first is a problem.
async function open(browser, url, where, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on('console', message => tell(where, `console ${message.type()}: ${message.text()}`));
  page.on('pageerror', error => tell(where, `error: ${error}`));
  page.on('request', request => { if (request.url() !== url) tell(where, `request to ${request.url()}`); });
  page.on('dialog', dialog => { tell(where, `dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(url);
  return [context, page];
}

async function fits(page, where) {
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  if (wide > room) tell(where, `${wide} px wide in ${room}`);
}

async function accessible(page, where) {
  await page.evaluate(axe);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = await page.evaluate(tags => window.axe.run(document, { runOnly: tags }), tags);
  for (const violation of found.violations) {
    for (const node of violation.nodes.slice(0, 3)) {
      tell(where, `axe ${violation.id}: ${node.failureSummary.replaceAll('\n', ' ')} ${node.html.slice(0, 200)}`);
    }
  }
  if (found.passes.length < 15) tell(where, `axe looked at ${found.passes.length} rules only`);
}

// Tab reaches everything that can be used, once each, in the order of the page, and shows where it is.
async function tabs(page, where) {
  const wanted = await page.evaluate(selector => {
    const all = [...document.querySelectorAll(selector)].filter(element => element.checkVisibility());
    all.forEach((element, index) => { element.dataset.tab = index; });
    return all.length;
  }, TABBABLE);
  for (let index = 0; index < wanted; index += 1) {
    await page.keyboard.press('Tab');
    const [tab, outline, name] = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
      return [element.dataset?.tab, shown, element.outerHTML.slice(0, 120)];
    });
    if (tab !== String(index)) { tell(where, `Tab ${index + 1} is at ${name}`); return; }
    if (!outline) tell(where, `no visible focus at ${name}`);
  }
  await page.evaluate(() => document.querySelectorAll('[data-tab]').forEach(element => delete element.dataset.tab));
}

async function folds(page, where) {
  for (const summary of await page.locator('summary:visible').all()) {
    const state = () => summary.evaluate(element => element.parentElement.open);
    const before = await state();
    await summary.focus();
    await page.keyboard.press('Enter');
    if (await state() === before) tell(where, 'a fold does not obey the keyboard');
    if (before) await page.keyboard.press('Enter');
  }
}

async function filters(page, where) {
  for (const box of await page.locator('.filter input').all()) {
    const severity = (await box.getAttribute('id')).replace('show-', '');
    const visible = () => page.locator(`.finding.${severity}:visible`).count();
    const before = await visible();
    await box.focus();
    await page.keyboard.press('Space');
    if (before === 0 || await visible() !== 0) tell(where, `${severity} cannot be filtered out`);
    await page.keyboard.press('Space');
    if (await visible() !== before) tell(where, `${severity} does not come back`);
  }
}

const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
try {
  for (const file of pages) {
    const url = pathToFileURL(file).href;
    const name = basename(file, '.html');
    const findings = (readFileSync(file, 'utf8').match(/<article class="finding /g) ?? []).length;
    for (const viewport of SIZES) {
      for (const colorScheme of SCHEMES) {
        const where = `${name} ${viewport.width} ${colorScheme}`;
        const [context, page] = await open(browser, url, where, { viewport, colorScheme, reducedMotion: 'reduce' });
        await fits(page, where);
        await page.screenshot({ path: join(screenshots, `${where.replaceAll(' ', '-')}.png`), fullPage: true });
        await tabs(page, where);
        await folds(page, where);
        await fits(page, `${where}, all open`);
        await accessible(page, where);
        await filters(page, where);
        await context.close();
      }
    }
    const where = `${name} without scripts`;
    const [context, page] = await open(browser, url, where, { viewport: SIZES[0], javaScriptEnabled: false });
    if (await page.locator('h1:visible').count() !== 1) tell(where, 'no heading');
    if (await page.locator('article.finding:visible').count() !== findings) tell(where, 'not all findings are shown');
    await folds(page, where);
    await filters(page, where);
    // A4 without its margins.
    await page.setViewportSize({ width: 720, height: 1000 });
    await page.emulateMedia({ media: 'print' });
    await fits(page, `${name} on paper`);
    if (await page.locator('.filter:visible').count() !== 0) tell(`${name} on paper`, 'the filter is printed');
    const pdf = await page.pdf({ path: join(screenshots, `${name}.pdf`), format: 'A4' });
    if (pdf.length < 1000) tell(`${name} on paper`, 'nothing is printed');
    await context.close();
    console.log(`${name}: ${findings} findings`);
  }
} finally {
  await browser.close();
}
for (const problem of problems) console.log(problem);
process.exit(problems.length === 0 ? 0 : 1);
