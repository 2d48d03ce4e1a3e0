// MediusFlow in a real browser, from the first start to users whom a simulated directory has provisioned.
//
//   npm ci && npm test        after mvn package; SCREENSHOTS=folder keeps a picture of each page

import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {mkdtemp, mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const APPLICATION = path.join(ROOT, 'examples/mediusflow/target/mediusflow.jar');
const BROWSER = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'];
const SIMULATOR = path.join(ROOT, 'scim-simulator/target/scimlet-simulator.jar');
const SCREENSHOTS = process.env.SCREENSHOTS;
const PASSWORD = 'four plain words here';
const USERS = 12;
const GROUPS = 2;
const PAGES = ['', '/secrets', '/configurations', '/configurations/new', '/organisation', '/guides/entra-id', '/log',
    '/problems', '/users', '/groups'];

let passed = 0;

async function step(name, work) {
    process.stdout.write(`${name} … `);
    const result = await work();
    passed += 1;
    console.log('ok');
    return result;
}

/** Starts the application on an empty database in memory and reads what it prints. */
async function start() {
    const child = spawn('java', ['-jar', APPLICATION, '--port', '0', '--database', 'jdbc:h2:mem:e2e'], {
        stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    for await (const chunk of child.stdout) {
        printed += chunk;
        const address = printed.match(/MediusFlow is at (\S+)/);
        const password = printed.match(/password {3}(\S+)/);
        if (address && password) {
            child.stdout.resume();
            return {child, address: address[1], password: password[1]};
        }
    }
    throw new Error(`the application ended, having printed: ${printed}`);
}

/** Runs the command that the console shows, with fewer users, and gives what it printed. */
function simulate(shown) {
    return execute(...shown.replace('--users 100 --groups 5', `--users ${USERS} --groups ${GROUPS}`).split(' '));
}

/** Runs the simulated Entra ID with these options, and gives what it printed. */
function entra(...options) {
    return execute('java', '-jar', SIMULATOR, 'entra', ...options);
}

/** Runs the simulated Entra ID, which shall say by its exit status that not all went well, and gives what it printed. */
async function entraInVain(...options) {
    const failure = await entra(...options).then(() => assert.fail('it ended as if all had gone well'), (why) => why);
    assert.equal(failure.status, 1, failure.message);
    return failure.message;
}

/** Runs the work with an address at which the application answers, but only after {@code before} has seen the request. */
async function watching(before, work) {
    const failures = [];
    const server = createServer(async (request, response) => {
        try {
            const body = await text(request);
            await before(request.method, body);
            const kept = ['authorization', 'accept', 'content-type'].filter((name) => request.headers[name]);
            const answer = await fetch(application.address + request.url, {
                method: request.method,
                headers: kept.map((name) => [name, request.headers[name]]),
                body: body || undefined,
            });
            response.writeHead(answer.status, {'Content-Type': answer.headers.get('Content-Type') ?? 'text/plain'});
            response.end(await answer.text());
        } catch (failure) {
            failures.push(failure);
            response.destroy();
        }
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
        return await work(`http://127.0.0.1:${server.address().port}`);
    } finally {
        server.closeAllConnections();
        server.close();
        if (failures.length > 0) {
            throw failures[0];
        }
    }
}

/** Runs a command, gives what it printed, and fails with that if the command does. */
function execute(java, ...rest) {
    return new Promise((resolve, reject) => {
        const child = spawn(java, rest, {cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit']});
        let printed = '';
        child.stdout.on('data', (chunk) => {
            printed += chunk;
        });
        child.on('error', reject);
        child.on('close', (status) => (status === 0
            ? resolve(printed)
            : reject(Object.assign(new Error(printed), {status}))));
    });
}

const application = await start();
const profile = await mkdtemp(path.join(tmpdir(), 'mediusflow-e2e-'));
const browser = await chromium.launchPersistentContext(profile, {
    executablePath: BROWSER,
    headless: true,
    viewport: {width: 1280, height: 900},
    timezoneId: 'Asia/Tokyo',
    args: FLAGS,
}).catch((failure) => {
    application.child.kill();
    throw failure;
});
try {
    await run();
    console.log(`${passed} passed, 0 failed`);
} catch (failure) {
    console.log('FAILED');
    console.error(failure);
    console.log(`${passed} passed, 1 failed`);
    process.exitCode = 1;
} finally {
    await browser.close();
    await rm(profile, {recursive: true, force: true});
    application.child.kill();
}

async function run() {
    await browser.grantPermissions(['clipboard-read', 'clipboard-write'], {origin: application.address});
    const page = browser.pages()[0] ?? (await browser.newPage());
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
        const refusedOnPurpose = message.text().includes('status of 4');
        if (message.type() === 'error' && !refusedOnPurpose) {
            complaints.push(message.text());
        }
    });
    const tenant = `${application.address}/console/fabrikam-test`;

    await step('refuses a wrong password', async () => {
        await signIn(page, 'not the password');
        await page.getByRole('alert').getByText('is wrong').waitFor();
        await picture(page, 'sign-in');
    });

    await step('signs in with the tenant’s name and a password for one use', async () => {
        await signIn(page, application.password);
        await page.getByLabel('New password').fill(PASSWORD);
        await page.getByLabel('The same again').fill(PASSWORD);
        await page.getByRole('button', {name: 'Set the password'}).click();
        await page.getByRole('heading', {level: 1, name: 'Fabrikam', exact: true}).waitFor();
        await picture(page, 'overview');
    });

    await step('works with the keyboard alone', async () => {
        await page.goto(tenant);
        await page.keyboard.press('Tab');
        assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
        await page.keyboard.press('Enter');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await page.getByText('refuses a secret that was revoked').waitFor();
    });

    const stateOf = (caption) => page
        .getByRole('listitem').filter({has: page.getByRole('heading', {level: 2, name: caption})}).locator('.state');

    await step('has verified nothing while provisioning is off', async () => {
        assert.equal(await stateOf('Verify the connection').textContent(), 'To do');
        await page.goto(`${tenant}/verify`);
        assert.equal(page.url(), tenant);
    });

    await step('is done with a directory that has no tenant id', async () => {
        await page.getByRole('checkbox', {name: /has no tenant id/}).check();
        await page.getByRole('button', {name: 'Save the tenant id'}).click();
        assert.equal(await stateOf('Enter the directory’s tenant id').textContent(), 'Done');
        await page.getByRole('checkbox', {name: /has no tenant id/}).uncheck();
        await page.getByLabel('Tenant id of the directory').fill('contoso');
        await page.getByRole('button', {name: 'Save the tenant id'}).click();
        await page.getByRole('alert').getByText('looks like').waitFor();
        assert.equal(await page.getByLabel('Tenant id of the directory').inputValue(), 'contoso');
        const [wrong, right] = await Promise.all(['#directory-mistake', 'label[for=directory]'].map((where) => page
            .locator(where).evaluate((element) => getComputedStyle(element).color)));
        assert.notEqual(wrong, right, 'what is wrong looks like the rest');
        await picture(page, 'tenant-id');
    });

    await step('keeps the directory’s tenant id', async () => {
        await page.getByLabel('Tenant id of the directory').fill('8A2D4C1E-0B7F-4F0E-9C55-3F1B6A7D2E90');
        await page.getByRole('button', {name: 'Save the tenant id'}).click();
        assert.equal(
            await page.getByLabel('Tenant id of the directory').inputValue(), '8a2d4c1e-0b7f-4f0e-9c55-3f1b6a7d2e90');
    });

    await step('switches user provisioning on and verifies the connection', async () => {
        await page.getByRole('radio', {name: /^The directory/}).check();
        await page.getByRole('button', {name: 'Save the choice'}).click();
        await page.getByRole('button', {name: 'Verify the connection'}).click();
        await page.getByText('A lookup of groups with a secret is answered').waitFor();
        assert.equal(await page.locator('.findings .fails').count(), 0);
        assert.equal(await stateOf('Verify the connection').textContent(), 'Done');
        await picture(page, 'set-up');
    });

    await step('is verified as long as what was verified stays', async () => {
        await page.goto(tenant);
        await page.getByRole('button', {name: 'Save the tenant id'}).click();
        assert.equal(await stateOf('Verify the connection').textContent(), 'Done');
        for (const choice of [/^Nobody but us/, /^The directory/]) {
            await page.getByRole('radio', {name: choice}).check();
            await page.getByRole('button', {name: 'Save the choice'}).click();
            assert.equal(await stateOf('Verify the connection').textContent(), 'To do');
        }
        await page.getByRole('button', {name: 'Verify the connection'}).click();
        await page.goto(tenant);
        assert.equal(await stateOf('Verify the connection').textContent(), 'Done');
    });

    await step('leaves no alarm in the log when it verifies', async () => {
        await page.goto(`${tenant}/log`);
        await page.getByText('Verified the connection: it works.').first().waitFor();
        assert.equal(await page.getByText('Unknown').count(), 0);
    });

    await step('is done with the SCIM link when it was copied', async () => {
        await page.goto(tenant);
        assert.equal(await stateOf('Copy the SCIM link').textContent(), 'To do');
        await page.getByRole('button', {name: 'Copy SCIM link'}).click();
        await stateOf('Copy the SCIM link').getByText('Done').waitFor();
        await page.goto(tenant);
        assert.equal(await stateOf('Copy the SCIM link').textContent(), 'Done');
    });

    await step('has companies and roles added, renamed and closed', async () => {
        await page.goto(`${tenant}/organisation`);
        await page.locator('#new-company').fill('Fabrikam Oy');
        await page.getByRole('button', {name: 'Add the company'}).click();
        await page.getByRole('row', {name: /Fabrikam Oy/}).getByRole('link', {name: 'Change'}).click();
        await page.getByLabel('Name').fill('Fabrikam Finland Oy');
        await picture(page, 'company');
        await page.getByRole('button', {name: 'Save'}).click();
        await page.getByRole('row', {name: /Fabrikam Finland Oy/}).getByRole('link', {name: 'Change'}).click();
        await page.getByRole('button', {name: 'Close the company'}).click();
        await page.getByRole('row', {name: /Fabrikam Finland Oy/}).getByText('Closed').waitFor();
        await page.locator('#new-role').fill('Auditor');
        await page.locator('#new-role-description').fill('Sees every invoice');
        await page.getByRole('button', {name: 'Add the role'}).click();
        await page.getByRole('row', {name: /Auditor/}).getByText('Open').waitFor();
        await picture(page, 'organisation');
        await page.goto(`${tenant}/configurations/new`);
        assert.ok(await page.getByRole('checkbox', {name: /Fabrikam Finland Oy/}).isDisabled());
        assert.ok(await page.getByRole('checkbox', {name: /^Auditor/}).isEnabled());
    });

    await step('wants a company in the defaults for new users', async () => {
        await page.goto(`${tenant}/configurations/new`);
        await page.getByLabel('Name', {exact: true}).fill('Head office');
        await page.getByLabel('Configuration filter').fill('HQ');
        await page.getByRole('checkbox', {name: /^Approver/}).check();
        await page.getByRole('button', {name: 'Save'}).click();
        await page.getByRole('alert').getByText('at least one company').waitFor();
        await picture(page, 'configuration');
        await page.getByRole('checkbox', {name: 'Fabrikam AB'}).check();
        await page.getByRole('button', {name: 'Save'}).click();
        await page.getByRole('heading', {name: 'Head office'}).waitFor();
    });

    await step('lets nobody overwrite what somebody else saved', async () => {
        const other = await browser.newPage();
        for (const each of [page, other]) {
            await each.goto(`${tenant}/configurations`);
            await each.getByRole('link', {name: 'Change'}).click();
        }
        await other.getByLabel('Language').selectOption('fr-FR');
        await other.getByRole('button', {name: 'Save'}).click();
        await other.getByText('is saved').waitFor();
        await other.close();
        await page.bringToFront();
        await page.getByLabel('Name', {exact: true}).fill('Headquarters');
        await page.getByRole('button', {name: 'Save'}).click();
        await page.getByRole('alert').getByText('changed this configuration after you opened it').waitFor();
        assert.equal(await page.getByLabel('Name', {exact: true}).inputValue(), 'Headquarters');
        await picture(page, 'overtaken');
        await page.getByLabel('Name', {exact: true}).fill('Head office');
        await page.getByRole('button', {name: 'Save'}).click();
        await page.getByRole('heading', {name: 'Head office'}).waitFor();
    });

    const {link, secret, simulation} = await step('shows a secret once and copies it and the link', async () => {
        await page.goto(`${tenant}/secrets`);
        await page.getByLabel('Label').fill('Entra ID');
        await page.getByRole('button', {name: 'Generate'}).click();
        const shown = await page.getByLabel('Secret token', {exact: true}).inputValue();
        assert.match(shown, /^mf_[\w-]{43}$/);
        await page.getByRole('button', {name: 'Copy Secret token'}).click();
        await page.getByText('Copied', {exact: true}).waitFor();
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), shown);
        await picture(page, 'secret');
        await page.getByRole('button', {name: 'Copy SCIM link'}).click();
        await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith('http'));
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        assert.equal(copied, `${application.address}/scim/fabrikam-test`);
        const simulation = await page.getByLabel('Simulated directory', {exact: true}).inputValue();
        assert.equal(await page.getByRole('heading', {name: 'Generate a secret'}).count(), 0);
        await page.getByRole('link', {name: 'OK, I have copied it'}).click();
        await page.getByRole('row').filter({hasText: 'Entra ID'}).getByText(`…${shown.slice(-4)}`).waitFor();
        assert.ok(!(await page.content()).includes(shown), 'the secret is on the page again');
        return {link: copied, secret: shown, simulation};
    });

    await step('gives no two secrets one label', async () => {
        await page.getByLabel('Label').fill('entra id');
        await page.getByRole('button', {name: 'Generate'}).click();
        await page.getByRole('alert').getByText('has the label').waitFor();
        assert.equal(await page.getByLabel('Label').inputValue(), 'entra id');
    });

    const scim = async (method, path, body) => {
        const headers = {Authorization: `Bearer ${secret}`, 'Content-Type': 'application/scim+json'};
        const answer = await fetch(link + path, {method, headers, body: body && JSON.stringify(body)});
        const text = await answer.text();
        return {status: answer.status, headers: answer.headers, body: text && JSON.parse(text)};
    };

    const generate = async (label) => {
        await page.goto(`${tenant}/secrets`);
        await page.getByLabel('Label').fill(label);
        await page.getByRole('button', {name: 'Generate'}).click();
        const token = await page.getByLabel('Secret token', {exact: true}).inputValue();
        await page.getByRole('link', {name: 'OK, I have copied it'}).click();
        return token;
    };

    const revoke = async (token) => {
        await page.goto(`${tenant}/secrets`);
        await page.getByRole('row').filter({hasText: `…${token.slice(-4)}`}).getByRole('link', {name: 'Revoke'}).click();
        await page.getByRole('button', {name: 'Revoke the secret'}).click();
        await page.getByText('The secret is revoked.').waitFor();
    };

    const directory = async (content) => {
        const file = path.join(profile, typeof content === 'string' ? 'directory.csv' : 'directory.json');
        await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
        return ['--mapping', 'mediusflow', '--directory', file, '--url', link, '--token', secret];
    };

    /** The users whom the page finds by these words, each with the state that it shows. */
    const users = async (words) => {
        await page.goto(`${tenant}/users?words=${words}`);
        const rows = await page.locator('tbody tr').evaluateAll((all) => all.map((row) => row.innerText));
        return rows.map((row) => `${row.match(/\S+@\S+/)[0]} ${row.match(/Enabled|Disabled/)[0]}`).sort();
    };

    await step('sees the log fill by itself while a directory provisions', async () => {
        await page.goto(`${tenant}/log?operation=CREATE`);
        const printed = await simulate(simulation);
        assert.match(printed, new RegExp(`${USERS} users and ${GROUPS} groups compared`));
        await page.getByText('Created. Given the defaults of “Head office”.').first().waitFor();
        await picture(page, 'log');
    });

    await step('shows users with their managers and defaults', async () => {
        await page.goto(`${tenant}/users`);
        await page.getByText(`${USERS} users in this tenant.`).waitFor();
        await picture(page, 'users');
        await page.locator('tbody tr td a').first().click();
        await page.getByRole('definition').getByText('Fabrikam AB').waitFor();
        await page.getByRole('definition').getByText('Approver', {exact: true}).waitFor();
        await picture(page, 'user');
    });

    await step('fills, changes and clears the attributes of its extension', async () => {
        const extended = {
            extensionAttribute1: 'HQ',
            extensionAttribute2: 'third text',
            extensionAttribute3: 'fourth text',
            extensionAttribute4: 'fifth text',
            extensionAttribute5: 'Contoso Entra',
            department: 'first text',
            companyName: 'second text',
        };
        const facts = {
            'Configuration filter': 'extensionAttribute1',
            'Identity provider': 'extensionAttribute5',
            'Custom text 1': 'department',
            'Custom text 2': 'companyName',
            'Custom text 3': 'extensionAttribute2',
            'Custom text 4': 'extensionAttribute3',
            'Custom text 5': 'extensionAttribute4',
        };
        const provision = async (attributes) => {
            const user = {objectId: 'e23', userPrincipalName: 'Erin.Extended@contoso.example', ...attributes};
            const file = path.join(profile, 'extended.json');
            await writeFile(file, JSON.stringify({users: [user]}));
            await entra('--mapping', 'mediusflow', '--directory', file, '--remove-emptied', '--no-comparison',
                '--url', link, '--token', secret);
        };
        const shows = async (expected, name) => {
            await page.goto(`${tenant}/users?words=erin`);
            await page.locator('tbody tr td a').first().click();
            for (const [caption, value] of Object.entries({...expected, 'Name identifier': name})) {
                const fact = page.locator('dl.facts > div').filter({has: page.getByText(caption, {exact: true})});
                assert.equal(await fact.locator('dd').textContent(), value, caption);
            }
        };
        const values = (of) => Object.fromEntries(Object.entries(facts).map(([caption, from]) => [caption, of(from)]));
        await provision(extended);
        await shows(values((from) => extended[from]), 'erin.extended@contoso.example');
        const changed = Object.fromEntries(Object.entries(extended).map(([name, value]) => [name, `${value}, new`]));
        await provision(changed);
        await shows(values((from) => changed[from]), 'erin.extended@contoso.example');
        await picture(page, 'extended');
        await provision({});
        await shows(values(() => '–'), 'erin.extended@contoso.example');
    });

    await step('takes attributes that were added later, with the next change of each user', async () => {
        const file = path.join(profile, 'later.json');
        await writeFile(file, JSON.stringify({
            users: ['Lea', 'Leo'].map((name) => ({
                objectId: name, userPrincipalName: `${name}.Later@contoso.example`, department: 'Finance',
            })),
            changes: [{after: 'PT30M', change: 'updateUser', user: 'Lea', attributes: {givenName: 'Lea'}}],
        }));
        const printed = await entra('--mapping', 'mediusflow-2020', '--later-mapping', 'mediusflow', '--cycles', '2',
            '--directory', file, '--url', link, '--token', secret);
        assert.match(printed, /1 users and groups wait for their next change/);
        for (const [name, text] of [['lea', 'Finance'], ['leo', '–']]) {
            await page.goto(`${tenant}/users?words=${name}.later`);
            await page.locator('tbody tr td a').first().click();
            const fact = page.locator('dl.facts > div').filter({has: page.getByText('Custom text 1', {exact: true})});
            assert.equal(await fact.locator('dd').textContent(), text, name);
        }
    });

    await step('refuses a matching attribute that cannot be searched, and takes another', async () => {
        const mapping = (matching) => JSON.stringify({users: [
            {sourceAttribute: 'userPrincipalName', targetAttribute: 'userName', matchingPrecedence: 2},
            {sourceAttribute: 'objectId', targetAttribute: matching, matchingPrecedence: 1},
        ]});
        const file = path.join(profile, 'mapping.json');
        await writeFile(file, mapping('nickName'));
        const options = ['--mapping', file, '--url', link, '--token', secret, '--test-connection'];
        const refused = await entraInVain(...options);
        assert.match(refused, /'nickName' cannot be a matching attribute.*supports filtering based on that attribute/);
        await writeFile(file, mapping('externalId'));
        assert.match(await entra(...options), /succeeded/);
        const shown = await entra('mapping', '--mapping', 'mediusflow');
        await writeFile(file, shown);
        assert.equal(await entra('mapping', '--mapping', file), shown);
    });

    await step('shows groups with their members', async () => {
        await page.goto(`${tenant}/groups`);
        await page.getByText(`${GROUPS} groups in this tenant.`).waitFor();
        await page.locator('tbody tr td a').first().click();
        await page.getByRole('heading', {name: 'What happened to this group'}).waitFor();
        assert.ok((await page.getByText('Enabled').count()) > 0, 'no member is shown');
        await picture(page, 'group');
    });

    await step('leaves out who has Default Access, if it does not count', async () => {
        const log = path.join(profile, 'entitled.csv');
        const job = [...await directory([
            'userPrincipalName,role',
            'ava.entitled@contoso.example,Approver',
            'ben.entitled@contoso.example,',
        ].join('\n')), '--no-comparison', '--log', log];
        const reason = 'not effectively entitled';
        const then = await entra(...job, '--default-access', 'excluded');
        assert.match(then, new RegExp(`^Skipped ben.entitled@contoso.example: .*${reason}`, 'm'));
        assert.ok((await readFile(log, 'utf8')).includes(reason), 'the log does not say why');
        assert.deepEqual(await users('entitled'), ['ava.entitled@contoso.example Enabled']);
        const now = await entra(...job);
        assert.ok(!now.includes(reason));
        assert.deepEqual(await users('entitled'),
            ['ava.entitled@contoso.example Enabled', 'ben.entitled@contoso.example Enabled']);
    });

    await step('provisions one person on demand, with the manager and one group', async () => {
        const job = await directory([
            'userPrincipalName,manager,groups',
            'mia.demand@contoso.example,,',
            'pat.demand@contoso.example,mia.demand@contoso.example,Demand approvers;Demand readers',
            'tom.demand@contoso.example,mia.demand@contoso.example,Demand approvers',
        ].join('\n'));
        await entra(...job, '--on-demand', 'pat.demand@contoso.example', '--on-demand-group', 'Demand approvers');
        assert.deepEqual(await users('demand'),
            ['mia.demand@contoso.example Enabled', 'pat.demand@contoso.example Enabled']);
        await page.getByRole('link', {name: 'pat.demand@contoso.example'}).first().click();
        const manager = page.locator('dl.facts > div').filter({has: page.getByText('Manager', {exact: true})});
        assert.equal((await manager.locator('dd').textContent()).trim(), 'mia.demand@contoso.example');
        await page.goto(`${tenant}/groups?words=demand`);
        const groups = await page.locator('tbody tr').evaluateAll((all) => all.map((row) => row.innerText.trim()));
        assert.equal(groups.length, 1, groups.join());
        await page.getByRole('link', {name: 'Demand approvers'}).click();
        await page.getByText('1 member').first().waitFor();
        await page.getByRole('link', {name: 'pat.demand@contoso.example'}).first().waitFor();
        await picture(page, 'on-demand');
    });

    await step('disables too many leavers only when that is allowed', async () => {
        const names = ['kim', 'lou'].map((name) => `${name}.leaving@contoso.example`);
        const job = [...await directory({
            users: names.map((name) => ({objectId: name, userPrincipalName: name})),
            changes: names.map((user) => ({after: 'PT30M', change: 'softDeleteUser', user})),
        }), '--cycles', '2', '--deletion-threshold', '1'];
        const all = (state) => names.map((name) => `${name} ${state}`);
        assert.match(await entraInVain(...job), /2 deletions are staged:\n.*kim.*\n.*lou.*\nNobody has decided/);
        assert.deepEqual(await users('leaving'), all('Enabled'));
        assert.match(await entra(...job, '--staged-deletions', 'reject'), /They are rejected/);
        assert.deepEqual(await users('leaving'), all('Enabled'));
        assert.match(await entra(...job, '--staged-deletions', 'allow'), /They are allowed/);
        assert.deepEqual(await users('leaving'), all('Disabled'));
    });

    await step('mails a job’s address when it goes into quarantine and for another reason, or does not', async () => {
        const folder = path.join(profile, 'mails');
        const silence = path.join(profile, 'no-mails');
        const job = [...await directory({
            users: ['nia', 'ole'].map((name) => ({objectId: name, userPrincipalName: `${name}.mailed@contoso.example`})),
            changes: [
                {after: 'PT30M', change: 'softDeleteUser', user: 'ole'},
                {after: 'PT25H', change: 'updateUser', user: 'nia', attributes: {givenName: 'Nia, revoking'}},
            ],
        }), '--deletion-threshold', '0', '--notify', 'it@contoso.example', '--no-comparison'];
        const token = await generate('Entra ID that mails');
        // the first cycle is well, the second stages a deletion, the third still has it, in the fourth the secret ends
        const printed = await watching(
            (method, body) => body.includes('Nia, revoking') && revoke(token),
            (address) => entraInVain(...job, '--cycles', '4', '--mails', folder,
                '--url', link.replace(application.address, address), '--token', token));
        assert.deepEqual((await readdir(folder)).sort(), ['001.eml', '002.eml']);
        const mails = await Promise.all(['001.eml', '002.eml']
            .map((name) => readFile(path.join(folder, name), 'utf8')));
        const news = [
            [/is in quarantine/, /1 user or group would have been disabled or deleted/],
            [/is in quarantine for another reason/, /the token has been revoked/],
        ];
        const lines = printed.split('\n').filter((line) => line.startsWith('Mail to it@contoso.example: '));
        assert.equal(lines.length, mails.length);
        mails.forEach((mail, i) => {
            const [subject, reason] = news[i];
            assert.match(mail, /^To: it@contoso\.example\r$/m);
            assert.match(mail.match(/^Subject: (.*)\r$/m)[1], new RegExp(`${subject.source}$`));
            assert.match(mail.split('\r\n\r\n')[1], reason);
            assert.match(lines[i], new RegExp(`${subject.source}\\. .*${reason.source}`));
        });
        const [first, second] = mails.map((mail) => Date.parse(mail.match(/^Date: (.*)\r$/m)[1]));
        assert.equal((second - first) / 3_600_000, 48, 'hours from the first reason to the other one');
        const silent = await entraInVain(...job, '--cycles', '2', '--mails', silence, '--no-notifications');
        assert.match(silent, /1 deletion is staged/);
        assert.ok(!silent.includes('Mail to'));
        assert.deepEqual(await readdir(silence), []);
    });

    await step('tells how a job stands, while it runs and after', async () => {
        const status = path.join(profile, 'details');
        const log = path.join(profile, 'details.csv');
        const taken = 'taken.details@contoso.example';
        await scim('POST', '/Users', {schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: taken});
        const job = [...await directory({
            users: ['una', 'vic'].map((name) => ({objectId: name, userPrincipalName: `${name}.details@contoso.example`})),
            changes: [{after: 'PT30M', change: 'updateUser', user: 'vic', attributes: {userPrincipalName: taken}}],
        }), '--cycles', '2', '--no-comparison'];
        const read = async () => ({
            json: JSON.parse(await readFile(`${status}.json`, 'utf8')),
            text: await readFile(`${status}.txt`, 'utf8'),
        });
        const running = [];
        await watching(
            async (method) => ['POST', 'PATCH'].includes(method) && running.push(await read()),
            (address) => entraInVain(
                ...job, '--status', status, '--log', log, '--url', link.replace(application.address, address)));
        const told = running.map(({json}) => [json.status, json.progress.cycle, json.progress.done, json.progress.total]);
        assert.deepEqual(told, [
            ['Running', 'initial', 0, 2],
            ['Running', 'initial', 1, 2],
            ['Running', 'incremental 1', 0, 1],
        ]);
        assert.deepEqual(running.map(({json}) => json.synchronizedEntryCountByType.User), [0, 1, 2]);
        assert.match(running[1].text, /^Status +Running\nCycle +initial, users\nProgress +1 of 2, 50 %/);
        const {json: after, text: written} = await read();
        assert.equal(after.status, 'Active');
        assert.equal(after.progress, undefined);
        assert.equal(after.finishedCycles, 2);
        assert.deepEqual(after.counts, {'User create': 2});
        assert.equal(after.countOfEscrowedObjects, 1);
        assert.equal((Date.parse(after.nextCycle) - Date.parse(after.lastCycle)) / 60_000, 40);
        assert.equal(after.provisioningLog, log);
        assert.deepEqual(after.lastErrors.map((error) => [error.type, error.name]), [['User', taken]]);
        assert.match(after.lastErrors[0].reason, /409: another User has the same 'userName'/);
        const line = (caption, value) => assert.match(written, new RegExp(`^${caption} +${value}$`, 'm'));
        line('Status', 'Active');
        line('Cycles finished', '2');
        line('Next cycle', after.nextCycle);
        line('User create', '2');
        line('Waiting for another attempt', '1');
        line('Provisioning log', log);
        line(`Last errors:\n  ${after.lastErrors[0].at}`, `User ${taken}: .*409: another User has the same 'userName'`);
        assert.deepEqual(await users('details'),
            [taken, 'una.details@contoso.example', 'vic.details@contoso.example'].map((name) => `${name} Enabled`));
    });

    await step('tells why a request was refused', async () => {
        const body = {schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'hostile<b>@contoso.example'};
        assert.equal((await scim('POST', '/Users', body)).status, 201);
        const refusal = await scim('POST', '/Users', body);
        assert.equal(refusal.status, 409);
        await page.goto(`${tenant}/log?result=REFUSED`);
        const row = page.getByRole('row').filter({hasText: refusal.headers.get('X-Request-Id')});
        await row.getByText('hostile<b>@contoso.example').waitFor();
        await row.getByText('another User has the same \'userName\'').waitFor();
        await picture(page, 'refused');
    });

    await step('tells what to do about it, until it has gone well', async () => {
        await page.getByRole('link', {name: 'Problems', exact: true}).click();
        const card = page.getByRole('article').filter({hasText: 'hostile<b>@contoso.example'});
        await card.getByText('Two have what only one may have.').waitFor();
        await picture(page, 'problems');
        const found = await scim('GET', '/Users?filter=userName+eq+%22hostile%3Cb%3E@contoso.example%22');
        const operation = {op: 'Replace', path: 'externalId', value: 'h-1'};
        const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
        const path = `/Users/${found.body.Resources[0].id}`;
        assert.equal((await scim('PATCH', path, {schemas, Operations: [operation]})).status, 200);
        await page.reload();
        await page.getByRole('heading', {name: 'Problems'}).waitFor();
        assert.equal(await card.count(), 0);
    });

    await step('shows who was disabled, enabled again and deleted', async () => {
        const found = await scim('GET', '/Users?filter=userName+eq+%22HOSTILE%3Cb%3E@contoso.example%22');
        const user = `/Users/${found.body.Resources[0].id}`;
        for (const [value, state] of [['False', 'Disabled'], ['True', 'Enabled']]) {
            const operation = {op: 'Replace', path: 'active', value};
            const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
            assert.equal((await scim('PATCH', user, {schemas, Operations: [operation]})).status, 200);
            await page.goto(`${tenant}/users?words=hostile`);
            await page.getByRole('row').filter({hasText: 'hostile<b>'}).getByText(state, {exact: true}).waitFor();
        }
        assert.equal((await scim('DELETE', user)).status, 204);
        await page.goto(`${tenant}/log`);
        for (const sentence of [/Deactivated\./, /Activated\./, /Deleted\./]) {
            await page.getByRole('row').filter({hasText: 'hostile<b>'}).getByText(sentence).first().waitFor();
        }
        await page.goto(tenant + user.replace('/Users', '/users'));
        await page.getByText('This user is not here any more.').waitFor();
        await page.getByText('Deactivated.').waitFor();
        await picture(page, 'deleted');
    });

    await step('tells times as the clock on the wall shows them', async () => {
        await page.goto(`${tenant}/log`);
        const told = await page.locator('time').first().textContent();
        assert.match(told, /GMT\+9/);
        assert.equal(await page.getByText('UTC').count(), 0);
    });

    await step('shows tables whole in everyday windows', async () => {
        const name = 'somebody.with.a.very-long.name.and.no.blank.in.it@subsidiary-of-a-subsidiary.contoso.example';
        const body = {
            schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
            userName: name,
            displayName: name,
            emails: [{value: name, type: 'work', primary: true}],
        };
        assert.equal((await scim('POST', '/Users', body)).status, 201);
        assert.equal((await scim('POST', '/Users', body)).status, 409);
        for (const width of [1024, 1280, 1440]) {
            await page.setViewportSize({width, height: 900});
            for (const place of PAGES) {
                await page.goto(tenant + place);
                assert.deepEqual(await page.evaluate(cutTables), [], `${place || '/'} at ${width} pixels`);
                await picture(page, `${width}${place.replaceAll('/', '-')}`);
            }
        }
        await page.setViewportSize({width: 1280, height: 900});
    });

    await step('opens no tenant to the secret of another', async () => {
        const production = link.replace('fabrikam-test', 'fabrikam');
        for (const [url, token] of [[production, secret], [link, `${secret}x`]]) {
            const answer = await fetch(`${url}/Users`, {headers: {Authorization: `Bearer ${token}`}});
            assert.ok([401, 403].includes(answer.status), `${url} answers ${answer.status}`);
        }
        await page.goto(`${application.address}/console/fabrikam/users`);
        await page.getByText('No users yet').first().waitFor();
    });

    await step('gives users who came before a configuration what they lack', async () => {
        const production = `${application.address}/console/fabrikam`;
        await page.goto(production);
        await page.getByRole('radio', {name: /^The directory/}).check();
        await page.getByRole('button', {name: 'Save the choice'}).click();
        await page.goto(`${production}/secrets`);
        await page.getByRole('button', {name: 'Generate'}).click();
        const token = await page.getByLabel('Secret token', {exact: true}).inputValue();
        const answer = await fetch(`${link.replace('fabrikam-test', 'fabrikam')}/Users`, {
            method: 'POST',
            headers: {Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json'},
            body: JSON.stringify({
                schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
                userName: 'early@contoso.example',
            }),
        });
        assert.equal(answer.status, 201);
        await page.goto(`${production}/configurations`);
        await page.getByText('1 user has no company and no role').waitFor();
        await picture(page, 'lacking');
        await page.goto(`${production}/configurations/new`);
        await page.getByLabel('Name', {exact: true}).fill('Standard');
        await page.getByRole('checkbox', {name: 'Fabrikam Inc.'}).check();
        await page.getByRole('button', {name: 'Save'}).click();
        await page.getByRole('button', {name: 'Give them the defaults'}).click();
        await page.getByText('The users have got the defaults').waitFor();
        await page.goto(`${production}/users`);
        await page.locator('tbody tr td a').first().click();
        await page.getByRole('definition').getByText('Fabrikam Inc.').waitFor();
    });

    await step('refuses a secret whose owner has no administrator’s rights', async () => {
        await page.goto(`${application.address}/console/administrators`);
        await page.getByLabel('User name').fill('bo');
        await page.getByRole('button', {name: 'Add the administrator'}).click();
        const password = await page.getByLabel('One-time password', {exact: true}).inputValue();
        await page.getByRole('link', {name: 'OK, I have copied it'}).click();
        await picture(page, 'administrators');
        const elsewhere = await chromium.launch({executablePath: BROWSER, args: FLAGS});
        const bo = await elsewhere.newPage();
        await signIn(bo, password, 'bo');
        await bo.getByLabel('New password').fill(`${PASSWORD} too`);
        await bo.getByLabel('The same again').fill(`${PASSWORD} too`);
        await bo.getByRole('button', {name: 'Set the password'}).click();
        await bo.goto(`${tenant}/secrets`);
        await bo.getByLabel('Label').fill('Entra ID of bo');
        await bo.getByRole('button', {name: 'Generate'}).click();
        const token = await bo.getByLabel('Secret token', {exact: true}).inputValue();
        const look = () => fetch(`${link}/Users?count=1`, {headers: {Authorization: `Bearer ${token}`}});
        assert.equal((await look()).status, 200);
        await page.getByRole('row', {name: /^bo/}).getByRole('link', {name: 'Change'}).click();
        await page.getByText('Directories that use “Entra ID of bo” are refused').first().waitFor();
        await picture(page, 'administrator');
        await page.getByRole('button', {name: 'Take the administrator'}).click();
        const answer = await look();
        assert.equal(answer.status, 403);
        assert.match((await answer.json()).detail, /no administrator's rights any more/);
        await bo.goto(tenant);
        await bo.getByText('you may look at everything, and change nothing').waitFor();
        await elsewhere.close();
        const failed = await entraInVain(
            '--mapping', 'mediusflow', '--url', link, '--token', token, '--test-connection');
        assert.match(failed, /FAILED.*Check that the account of the secret token has administrator's rights/);
        await page.goto(`${tenant}/log`);
        await page.getByText('The account that this secret belongs to').first().waitFor();
    });

    await step('revokes the secret', async () => {
        await page.goto(`${tenant}/secrets`);
        const row = page.getByRole('row').filter({hasText: `…${secret.slice(-4)}`});
        await row.getByRole('link', {name: 'Revoke'}).click();
        await page.getByRole('heading', {name: 'Revoke “Entra ID”?'}).waitFor();
        await picture(page, 'revoke');
        await page.getByRole('link', {name: 'Keep it'}).click();
        await row.getByRole('link', {name: 'Revoke'}).click();
        await page.getByRole('button', {name: 'Revoke the secret'}).click();
        await page.getByText('The secret is revoked.').waitFor();
        const answer = await fetch(`${link}/Users`, {headers: {Authorization: `Bearer ${secret}`}});
        assert.equal(answer.status, 401);
    });

    await step('says on both sides that the directory has stopped', async () => {
        const status = path.join(profile, 'job');
        const file = path.join(profile, 'stopping.json');
        await writeFile(file, JSON.stringify({
            users: [{objectId: 'q', userPrincipalName: 'quentin@contoso.example'}],
            changes: [{after: 'PT30M', change: 'updateUser', user: 'q', attributes: {givenName: 'Quentin'}}],
        }));
        const token = await generate('Entra ID that stops');
        const job = ['--mapping', 'mediusflow', '--directory', file, '--url', link, '--token', token];
        await entra(...job, '--status', status, '--notify', 'it@contoso.example');
        assert.equal(JSON.parse(await readFile(`${status}.json`, 'utf8')).status, 'Active');
        await page.goto(tenant);
        assert.equal(await page.getByText('only refusals since').count(), 0);
        await revoke(token);
        const refused = await entraInVain(...job);
        assert.match(refused, /invalid credentials.*the token has been revoked/);
        await page.goto(tenant);
        await page.getByText('The directory has stopped: only refusals since').waitFor();
        await picture(page, 'stopped');
        await page.goto(`${application.address}/console`);
        await page.getByText('Stopped', {exact: true}).waitFor();
        await picture(page, 'overview-stopped');
    });

    await step('can be read in light and in dark', async () => {
        for (const colorScheme of ['light', 'dark']) {
            await page.emulateMedia({colorScheme});
            for (const name of PAGES) {
                await page.goto(tenant + name);
                assert.deepEqual(await page.evaluate(faintTexts), [], `${name || '/'} in ${colorScheme}`);
                if (colorScheme === 'dark') {
                    await picture(page, `dark${name.replaceAll('/', '-')}`);
                }
            }
        }
        await page.emulateMedia({colorScheme: 'light'});
    });

    await step('shows where the keyboard is', async () => {
        for (const name of PAGES) {
            await page.goto(tenant + name);
            const stops = await page.locator('a[href], button, input:not([type=hidden]), select, summary').count();
            for (let i = 0; i < Math.min(stops, 25); i += 1) {
                await page.keyboard.press('Tab');
                assert.equal(await page.evaluate(unmarkedFocus), '', `${name || '/'}: nothing marks the focus`);
            }
        }
        await picture(page, 'focus');
    });

    await step('fits in a narrow window', async () => {
        await page.setViewportSize({width: 390, height: 800});
        for (const name of PAGES) {
            await page.goto(tenant + name);
            const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
            assert.ok(overflow <= 0, `${name || '/'} is ${overflow} pixels too wide`);
            const here = await page.locator('.menu [aria-current]').boundingBox();
            assert.ok(here.x >= 0 && here.x + here.width <= 390, `${name || '/'}: the menu does not show where we are`);
            await picture(page, `narrow${name.replaceAll('/', '-')}`);
        }
        await page.setViewportSize({width: 1280, height: 900});
    });

    await step('signs out', async () => {
        await page.getByRole('button', {name: 'Sign out'}).click();
        await page.getByText('You have signed out.').waitFor();
        await page.goto(`${tenant}/users`);
        assert.ok(page.url().endsWith('/sign-in'));
    });

    await step('caused no error in the browser', async () => assert.deepEqual(complaints, []));
}

async function signIn(page, password, name = 'admin') {
    await page.goto(`${application.address}/sign-in`);
    await page.getByLabel('Tenant').fill('Fabrikam Test');
    await page.getByLabel('User name').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', {name: 'Sign in'}).click();
}

/** In the browser: the texts whose contrast with what is behind them is less than WCAG 2.2 asks for (1.4.3). */
function faintTexts() {
    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const paint = (colours) => {
        canvas.clearRect(0, 0, 1, 1);
        for (const colour of colours) {
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
        }
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (colour) => {
        const [red, green, blue] = colour.map((part) => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const faint = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const element = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || !element.checkVisibility({visibilityProperty: true})
            || element.closest('script, style, option, .unseen, [disabled]')) {
            continue;
        }
        const behind = [];
        for (let around = element; around; around = around.parentElement) {
            behind.unshift(getComputedStyle(around).backgroundColor);
        }
        const style = getComputedStyle(element);
        const lights = [paint(behind), paint([...behind, style.color])].map(luminance).sort((a, b) => b - a);
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        const contrast = (lights[0] + 0.05) / (lights[1] + 0.05);
        if (contrast < (large ? 3 : 4.5)) {
            faint.push(`${contrast.toFixed(2)}: ${texts.currentNode.data.trim()}`);
        }
    }
    return faint;
}

/** In the browser: the tables of which some part is beyond the edge, and by how many pixels. */
function cutTables() {
    return [...document.querySelectorAll('.table-card')]
        .map((card) => card.scrollWidth - card.clientWidth)
        .filter((hidden) => hidden > 0);
}

/** In the browser: what has the focus without a mark to be seen, or nothing. */
function unmarkedFocus() {
    const element = document.activeElement;
    if (element === document.body) {
        return '';
    }
    const marked = [element, element.parentElement].some((candidate) => {
        const style = getComputedStyle(candidate);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    });
    return marked ? '' : element.outerHTML.slice(0, 200);
}

async function picture(page, name) {
    if (SCREENSHOTS) {
        await mkdir(SCREENSHOTS, {recursive: true});
        await page.screenshot({path: path.join(SCREENSHOTS, `${name}.png`), fullPage: true});
    }
}
