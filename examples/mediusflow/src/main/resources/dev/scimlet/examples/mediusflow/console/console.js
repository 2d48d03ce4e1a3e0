// What the pages do more conveniently with a script. Without one they do all the same.

const SECOND = 1000;

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
    } catch {
        // Browsers give no clipboard to pages that came without TLS: the text is selected, a key press does it.
        say(button, 'Press Ctrl+C');
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
    const pause = document.createElement('button');
    pause.type = 'button';
    pause.className = 'button quiet';
    let running = true;
    const show = (words) => {
        state.replaceChildren(dot(running), document.createTextNode(words), pause);
        pause.textContent = running ? 'Pause' : 'Resume';
    };
    pause.addEventListener('click', () => {
        running = !running;
        show(running ? 'Refreshes by itself' : 'Paused');
    });
    show('Refreshes by itself');
    setInterval(async () => {
        if (!running || document.hidden || region.contains(document.activeElement)) {
            return;
        }
        try {
            await refresh(region);
            show('Refreshes by itself');
        } catch {
            show('The server does not answer');
        }
    }, Number(region.dataset.refreshSeconds) * SECOND);
}

async function refresh(region) {
    const response = await fetch(location.href, {credentials: 'same-origin', redirect: 'error'});
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const fresh = page.getElementById(region.id);
    if (fresh && fresh.innerHTML !== region.innerHTML) {
        region.replaceChildren(...fresh.childNodes);
    }
}

function dot(running) {
    const mark = document.createElement('span');
    mark.className = running ? 'pulse' : 'pulse still';
    return mark;
}
