// Looks at pages the way people do: on a phone and a desk, light and dark, and printed.
//
//   node check_pages.mjs --modules DIR --chromium FILE --pictures DIR [--pages-max N] PAGE.html...
//
// --pages-max NAME=N gives one page another limit.
//
// For each page, size and scheme: axe-core finds no violation (every rule it has, best practices included), nothing is
// wider than the window, no request leaves the page and the console stays silent. Printed on A4 the page has at most
// N sheets (2 unless said otherwise). Screenshots and PDFs go to DIR, to be looked at. Exit 1 when anything is found.
import fs from 'node:fs';
import path from 'node:path';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const wanted = {pages: [], sheets: 2, longer: {}};
for (let words = process.argv.slice(2); words.length > 0;) {
    const word = words.shift();
    if (word === '--modules') wanted.modules = path.resolve(words.shift());
    else if (word === '--chromium') wanted.chromium = words.shift();
    else if (word === '--pictures') wanted.pictures = path.resolve(words.shift());
    else if (word === '--pages-max') {
        const [name, sheets] = words.shift().split('=');
        if (sheets === undefined) wanted.sheets = Number(name);
        else wanted.longer[name] = Number(sheets);
    }
    else wanted.pages.push(path.resolve(word));
}

const require = createRequire(path.join(wanted.modules, 'package.json'));
const puppeteer = require('puppeteer-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const sizes = {phone: {width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true},
    desk: {width: 1280, height: 900}};
const schemes = ['light', 'dark'];

// Leaves of the tree of pages in a PDF as Chromium writes it: uncompressed objects of type Page.
function sheets_of(pdf) {
    return (pdf.toString('latin1').match(/\/Type\s*\/Page(?![a-zA-Z])/g) ?? []).length;
}

fs.mkdirSync(wanted.pictures, {recursive: true});
const browser = await puppeteer.launch({executablePath: wanted.chromium,
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none']});
let problems = 0;
const complain = (where, what) => {
    ++problems;
    console.log(`  ${where}: ${what}`);
};

for (const file of wanted.pages) {
    const name = path.basename(file, '.html');
    const results = [];
    for (const [size, viewport] of Object.entries(sizes)) {
        for (const scheme of schemes) {
            const where = `${name} ${size} ${scheme}`;
            const page = await browser.newPage();
            page.on('request', request => {
                if (!request.url().startsWith('file:')) complain(where, `asks for ${request.url()}`);
            });
            page.on('console', message => complain(where, `console: ${message.text()}`));
            await page.setBypassCSP(true);  // for axe alone; the page has no script to allow
            await page.setViewport(viewport);
            await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}]);
            await page.goto(pathToFileURL(file).href);
            await page.screenshot({path: path.join(wanted.pictures, `${name}-${size}-${scheme}.png`), fullPage: true});
            const wider = () => page.evaluate(
                () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            const wide = [await wider()];
            // With every table unfolded there is more to find, and nothing less.
            await page.evaluate(() => {
                for (const details of document.querySelectorAll('details')) details.open = true;
            });
            wide.push(await wider());
            for (const pixels of wide) {
                if (pixels > 0) complain(where, `is ${pixels} pixels wider than the window`);
            }
            await page.evaluate(axe);
            const found = await page.evaluate(() => window.axe.run(document));
            for (const one of found.violations) {
                complain(where, `${one.id} (${one.impact}): ${one.help}: ` +
                    one.nodes.slice(0, 3).map(node => node.target.join(' ')).join('; '));
            }
            results.push(`${size} ${scheme}: ${found.violations.length} violations, ` +
                `${found.passes.length} rules passed, ${found.incomplete.length} undecided`);
            await page.close();
        }
    }
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file).href);
    const pdf = Buffer.from(await page.pdf({path: path.join(wanted.pictures, `${name}.pdf`),
        preferCSSPageSize: true, printBackground: true}));
    await page.close();
    const sheets = sheets_of(pdf);
    const most = wanted.longer[name] ?? wanted.sheets;
    if (sheets < 1 || sheets > most) complain(name, `prints on ${sheets} sheets, ${most} at most`);
    console.log(`${name}: ${results.join('; ')}; sheets: ${sheets}`);
}
await browser.close();
console.log(problems === 0 ? `${wanted.pages.length} pages, nothing found` : `${problems} problems`);
process.exit(problems === 0 ? 0 : 1);
