// What the pages do more conveniently with a script. Without one they do all the same.

const SECOND = 1000;

// In a narrow window the menu is one line that scrolls: to where we are. Not by scrollIntoView, after which some browsers
// let the first press of the Tab key begin there.
const here = document.querySelector('.menu [aria-current]');
for (let around = here?.parentElement; around?.closest('.menu'); around = around.parentElement) {
    const [inner, outer] = [here.getBoundingClientRect(), around.getBoundingClientRect()];
    around.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
}

tellLocalTime(document);

for (const button of document.querySelectorAll('button[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', () => copy(button));
}

async function copy(button) {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
        await navigator.clipboard.writeText(field.value);
        say(button, 'Copied');
        await tell(button);
    } catch {
        // Browsers give no clipboard to pages that came without TLS: the text is selected, a key press does it.
        say(button, 'Press Ctrl+C');
    }
}

/** Times come in UTC; here they are told as the clock on the wall shows them. */
function tellLocalTime(region) {
    for (const time of region.querySelectorAll('time[data-local]')) {
        const at = new Date(time.dateTime);
        const day = {day: 'numeric', month: 'short', year: 'numeric'};
        const clock = {hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short'};
        const exact = at.toLocaleString('en-GB', {...day, ...clock});
        if (time.dataset.local === 'parts') {
            const [first, second] = time.children;
            first.textContent = at.toLocaleTimeString('en-GB', clock);
            second.textContent = at.toLocaleDateString('en-GB', day);
        } else if (time.dataset.local === 'day') {
            time.textContent = at.toLocaleDateString('en-GB', day);
            time.title = exact;
        } else if (time.dataset.local === 'title') {
            time.title = exact;
        } else {
            time.textContent = exact;
        }
    }
}

/** Notes on the server what was copied, where a form is there for it. */
async function tell(button) {
    const form = document.getElementById(button.dataset.toldBy);
    if (!form) {
        return;
    }
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, {method: 'POST', body, credentials: 'same-origin', redirect: 'manual'});
    const step = button.closest('.step');
    if (step && answer.type === 'opaqueredirect') {
        form.hidden = true;
        step.classList.add('done');
        step.querySelector('.state').textContent = 'Done';
    }
}

function say(button, words) {
    const caption = button.dataset.caption ?? button.textContent;
    button.dataset.caption = caption;
    button.textContent = words;
    button.classList.add('said');
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
        button.textContent = caption;
        button.classList.remove('said');
    }, 2 * SECOND);
}

const live = document.querySelector('[data-refresh-seconds]');
if (live) {
    keepFresh(live, document.getElementById('live-state'));
}

function keepFresh(region, state) {
    const pulse = document.createElement('span');
    const words = document.createElement('span');
    const pause = document.createElement('button');
    pause.type = 'button';
    pause.className = 'button quiet';
    state.append(pulse, words, pause);
    let running = true;
    let answered = true;
    const show = () => {
        pulse.className = running && answered ? 'pulse' : 'pulse still';
        words.textContent = !running ? 'Paused' : answered ? 'Refreshes by itself' : 'The server does not answer';
        pause.textContent = running ? 'Pause' : 'Resume';
    };
    pause.addEventListener('click', () => {
        running = !running;
        show();
    });
    show();
    setInterval(async () => {
        if (!running || document.hidden || region.contains(document.activeElement)) {
            return;
        }
        answered = await refresh(region).then(() => true, () => false);
        show();
    }, Number(region.dataset.refreshSeconds) * SECOND);
}

async function refresh(region) {
    const response = await fetch(location.href, {credentials: 'same-origin', redirect: 'error'});
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const fresh = page.getElementById(region.id);
    if (fresh && fresh.innerHTML !== region.dataset.server) {
        region.dataset.server = fresh.innerHTML;
        region.replaceChildren(...fresh.childNodes);
        tellLocalTime(region);
    }
}
