// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Shows a run. What it needs at once is in #run; the details of scenario 7 are in #d7 and are read when it is opened.
'use strict';

(() => {
  const $ = id => document.getElementById(id);
  const run = JSON.parse($('run').textContent);
  const { plan, summary, scenarios } = run;
  scenarios.forEach((scenario, index) => {
    scenario.index = index;
    scenario.bad = scenario.outcome === 'failed' || scenario.outcome === 'error';
    scenario.title = [...scenario.blocks, scenario.name].join(' › ') + (scenario.row ? ` [${scenario.row}]` : '');
    // Tags have their own place.
    scenario.plain = scenario.name.replace(/\s*#([^\s#]+)/g, (text, tag) => scenario.tags.includes(tag) ? '' : text) || scenario.name;
    scenario.words = [scenario.title, scenario.file, scenario.message, scenario.reason, ...scenario.tags.map(tag => '#' + tag)]
      .join('\n').toLowerCase();
  });

  const outcomes = {
    passed: '✓', failed: '✗', error: '!', flaky: '~', skipped: '○', pending: '◌',
  };

  // MARK: Elements

  /** An element with attributes, listeners (`onclick`) and children; text is only ever set as text. */
  function h(name, attributes, ...children) {
    const element = document.createElement(name);
    fill(element, attributes, children);
    return element;
  }

  function svg(name, attributes, ...children) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    fill(element, attributes, children);
    return element;
  }

  function fill(element, attributes, children) {
    for (const [key, value] of Object.entries(attributes ?? {})) {
      if (value === undefined || value === null || value === false) continue;
      if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
      else element.setAttribute(key, value === true ? '' : value);
    }
    element.append(...children.flat(Infinity).filter(child => child !== undefined && child !== null && child !== false));
  }

  function duration(seconds) {
    const ms = seconds * 1000;
    if (ms < 9.95) return ms.toFixed(1) + ' ms';
    if (ms < 999.5) return ms.toFixed(0) + ' ms';
    if (seconds < 59.995) return seconds.toFixed(2) + ' s';
    const all = Math.round(seconds);
    if (all < 3600) return `${Math.floor(all / 60)} min` + (all % 60 ? ` ${all % 60} s` : '');
    return `${Math.floor(all / 3600)} h` + (Math.floor(all % 3600 / 60) ? ` ${Math.floor(all % 3600 / 60)} min` : '');
  }

  /** Control characters as pictures of themselves. */
  const visible = text => text.replace(/[\0-\x08\x0b-\x1f]/g, one => String.fromCharCode(0x2400 + one.charCodeAt(0)));

  const plural = (count, word) => `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
  const nameOf = (outcome, count) => outcome === 'error' && count !== 1 ? 'errors' : outcome;

  function say(text) {
    $('said').textContent = '';
    requestAnimationFrame(() => { $('said').textContent = text; });
  }

  async function copy(text, button) {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Files are no secure context everywhere.
      const area = h('textarea', { readonly: true });
      area.value = text;
      document.body.append(area);
      area.select();
      done = document.execCommand('copy');
      area.remove();
      button?.focus();
    }
    say(done ? 'Copied' : 'Your browser does not let this page copy');
    if (!button || button.dataset.busy) return;
    const label = button.textContent;
    button.dataset.busy = 'yes';
    button.textContent = done ? 'Copied' : 'Select it';
    setTimeout(() => {
      button.textContent = label;
      delete button.dataset.busy;
    }, 1200);
  }

  function copyable(text, what) {
    const button = h('button', { type: 'button', class: 'quiet', 'aria-label': 'Copy ' + what }, 'Copy');
    button.addEventListener('click', () => copy(text, button));
    return h('div', { class: 'copyable' }, h('code', {}, text), button);
  }

  // MARK: JSON

  /** A number in the digits in which it came, where the browser tells them. */
  class Digits {
    constructor(text) { this.text = text; }
  }

  function parse(text) {
    return JSON.parse(text, (key, value, context) => typeof value === 'number' ? new Digits(context?.source ?? String(value)) : value);
  }

  function leaf(value) {
    if (typeof value === 'string') return h('span', { class: 'string' }, JSON.stringify(value));
    if (value instanceof Digits) return h('span', { class: 'number' }, value.text);
    return h('span', { class: 'word' }, String(value));
  }

  /** A value that can be folded; what is folded is made when it is opened. */
  function tree(value, key, depth = 0) {
    const label = key === undefined ? [] : [h('span', { class: 'key' }, key + ': ')];
    if (typeof value !== 'object' || value === null || value instanceof Digits) {
      return h('div', { class: 'leaf' }, label, leaf(value));
    }
    const isList = Array.isArray(value);
    const entries = Object.entries(value);
    if (!entries.length) return h('div', { class: 'leaf' }, label, isList ? '[]' : '{}');
    const body = h('div');
    const details = h('details', {},
      h('summary', {}, label, isList ? '[ ' : '{ ',
        h('span', { class: 'size' }, plural(entries.length, isList ? 'item' : 'field')), isList ? ' ]' : ' }'), body);
    const open = () => {
      if (!body.firstChild) body.append(...entries.map(([name, item]) => tree(item, isList ? `[${Number(name) + 1}]` : name, depth + 1)));
    };
    details.addEventListener('toggle', () => details.open && open());
    if (depth < 4 && entries.length <= 20) {
      open();
      details.open = true;
    }
    return details;
  }

  function jsonBlock(title, text) {
    if (!text) return null;
    let body;
    try {
      body = h('div', { class: 'json', tabindex: '0', role: 'group', 'aria-label': title }, tree(parse(text)));
    } catch {
      body = h('pre', { class: 'output', tabindex: '0' }, text);
    }
    return h('div', {}, h('h4', {}, title), body);
  }

  /** As Lua writes it, for props. */
  function lua(value) {
    if (value === null) return 'perch.null';
    if (value instanceof Digits) return value.text;
    if (typeof value !== 'object') return JSON.stringify(value);
    const inside = Array.isArray(value) ? value.map(lua)
      : Object.entries(value).map(([key, item]) => `${/^[A-Za-z_]\w*$/.test(key) ? key : `[${JSON.stringify(key)}]`} = ${lua(item)}`);
    return inside.length ? `{ ${inside.join(', ')} }` : '{}';
  }

  // MARK: A failure

  /** Both sides with what differs marked. */
  function marked(text, other) {
    if (other === undefined || text.includes('\n') || other.includes('\n')) return [text];
    const shortest = Math.min(text.length, other.length);
    let start = 0;
    while (start < shortest && text[start] === other[start]) start += 1;
    let end = 0;
    while (end < shortest - start && text.at(-1 - end) === other.at(-1 - end)) end += 1;
    const middle = text.slice(start, text.length - end);
    return [text.slice(0, start), middle && h('mark', {}, middle), text.slice(text.length - end)];
  }

  function difference({ path, expected, actual }) {
    const side = (name, text, other) => h('div', { class: 'side ' + name }, h('span', {}, name),
      h('span', {}, text === undefined ? h('span', { class: 'nothing' }, 'nothing') : marked(text, other)));
    return h('div', {}, path && h('p', { class: 'path' }, path), side('expected', expected, actual), side('actual', actual, expected));
  }

  function explanation(text) {
    const lines = text.split('\n').map(line => {
      const mark = line.trim()[0];
      return h('span', { class: mark === '✓' ? 'yes' : mark === '✗' ? 'no' : null }, line + '\n');
    });
    return h('pre', { class: 'why', tabindex: '0' }, lines);
  }

  function source({ location, source, values }) {
    if (!location) return null;
    const lines = [h('span', { class: 'value' }, `${location.file}:${location.line}`)];
    if (source) lines.push(h('span', { class: 'n' }, location.line), source.trim(), '\n');
    for (const { name, value } of values ?? []) lines.push(h('span', { class: 'value' }, `${name} = ${value}`));
    return h('pre', { class: 'source', tabindex: '0' }, lines);
  }

  function kindOf({ kind, phase }) {
    const where = phase === 'body' ? '' : ' in ' + phase;
    return kind === 'check' ? (where ? 'check' + where + ': ' : '') : kind + where + ': ';
  }

  function failure(failure, number, count) {
    return h('section', { class: 'failure', 'aria-label': 'Failure' },
      count > 1 && h('h4', {}, `${number} of ${count}` + (failure.soft ? ', the scenario went on' : '')),
      failure.note && h('p', { class: 'remark' }, failure.note),
      h('p', { class: 'message' }, kindOf(failure) + failure.message),
      failure.hint && h('p', { class: 'hint' }, 'Hint: ' + failure.hint),
      source(failure),
      failure.differences && h('div', { class: 'diff' }, failure.differences.map(difference)),
      failure.steps && h('p', { class: 'crumbs' }, 'In step ' + failure.steps.join(' › ')),
      failure.explanation && h('div', {}, h('h4', {}, 'Why the rules did what they did'), explanation(failure.explanation)),
      failure.traceback && h('details', {}, h('summary', { class: 'crumbs' }, 'Where it came from'),
        h('pre', { class: 'output' }, failure.traceback.join('\n'))));
  }

  // MARK: The time line

  function effectsOf(call) {
    try {
      const effects = parse(call.response ?? '').effects;
      return Array.isArray(effects) ? effects : [];
    } catch {
      return [];
    }
  }

  function effectTable(effects) {
    return h('div', {}, h('h4', {}, 'Effects'), h('table', { class: 'effects' },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Type'), h('th', { scope: 'col' }, 'Props'), h('th', { scope: 'col' }, 'Rule'))),
      h('tbody', {}, effects.map(effect => h('tr', {},
        h('td', {}, String(effect.effectType ?? '?')),
        h('td', {}, Object.entries(effect.props ?? {}).map(([key, value]) =>
          h('span', { class: 'prop' }, h('b', {}, key + ' = '), lua(value)))),
        h('td', {}, typeof effect.ruleName === 'string' ? effect.ruleName : ''))))));
  }

  function track(item, total) {
    const bar = h('i');
    const left = Math.min(99, total > 0 ? item.start / total * 100 : 0);
    bar.style.left = left + '%';
    bar.style.width = Math.max(0, Math.min(100 - left, total > 0 ? item.duration / total * 100 : 0)) + '%';
    return h('span', { class: 'track', 'aria-hidden': 'true' }, bar);
  }

  function moment(item, depth, total, what, classes) {
    const line = h('div', { class: 'moment ' + classes }, h('span', { class: 'what' }, what), track(item, total),
      h('span', { class: 'time' }, duration(item.duration)));
    line.style.setProperty('--depth', depth);
    return line;
  }

  function callLine(call, depth, total, isOpen) {
    const isGood = call.status >= 200 && call.status < 400;
    const effects = effectsOf(call);
    const what = [`${call.method} ${call.target} `, h('span', { class: isGood ? 'status' : 'status wrong' }, String(call.status ?? 'no answer')),
      effects.length ? h('span', { class: 'count' }, plural(effects.length, 'effect')) : null];
    const body = h('div', { class: 'exchange' });
    const details = h('details', { class: 'exchange-of' },
      h('summary', {}, moment(call, depth, total, what, isGood ? 'call' : 'call broken')), body);
    const open = () => {
      if (body.firstChild) return;
      body.append(...[
        call.error && h('p', { class: 'status wrong' }, call.error),
        effects.length ? effectTable(effects) : null,
        h('div', { class: 'pair' }, jsonBlock('Request', call.request), jsonBlock('Answer', call.response)),
        h('div', {}, h('h4', {}, `The same call (${call.operation})`), copyable(call.curl, 'the curl line')),
      ].filter(Boolean));
    };
    details.addEventListener('toggle', () => details.open && open());
    if (isOpen) {
      open();
      details.open = true;
    }
    return details;
  }

  function timeLine(attempt) {
    const steps = attempt.steps ?? [];
    const calls = attempt.calls ?? [];
    if (!steps.length && !calls.length) return null;
    const shown = new Set((attempt.failures ?? []).map(failure => failure.call));
    const items = [
      ...steps.map(step => ({ item: step, isStep: true })),
      ...calls.map((call, index) => ({ item: call, index })),
    ].sort((a, b) => a.item.start - b.item.start || !!b.isStep - !!a.isStep || (a.item.depth ?? 0) - (b.item.depth ?? 0));
    const around = call => Math.max(-1, ...steps
      .filter(step => step.start <= call.start && call.start <= step.start + step.duration).map(step => step.depth)) + 1;
    return h('div', {}, h('h4', {}, 'What happened'), h('ol', { class: 'line' }, items.map(({ item, isStep, index }) =>
      h('li', {}, isStep
        ? moment(item, item.depth, attempt.duration, item.name, item.failed ? 'step broken' : 'step')
        : callLine(item, around(item), attempt.duration, shown.has(index))))));
  }

  function attemptView(attempt) {
    const failures = attempt.failures ?? [];
    return [
      ...failures.map((one, index) => failure(one, index + 1, failures.length)),
      timeLine(attempt),
      attempt.output && h('div', {}, h('h4', {}, 'Printed'), h('pre', { class: 'output', tabindex: '0' }, visible(attempt.output))),
    ].filter(Boolean);
  }

  // MARK: One scenario

  function detail(scenario) {
    const attempts = JSON.parse($('d' + scenario.index).textContent);
    const view = h('div', { class: 'detail' });
    const pane = h('div', { class: 'pane' });
    if (scenario.reason) view.append(h('p', {}, scenario.reason));
    if (attempts.length > 1) {
      const tabs = attempts.map((attempt, index) => {
        const failed = !!attempt.failures?.length;
        return h('button', { type: 'button', onclick: () => show(index) }, `Attempt ${index + 1}`,
          h('span', { class: 'mark ' + (failed ? 'failed' : 'passed') }, failed ? '✗' : '✓'));
      });
      const show = index => {
        tabs.forEach((tab, place) => tab.setAttribute('aria-pressed', String(place === index)));
        pane.replaceChildren(...attemptView(attempts[index]));
      };
      view.append(h('div', { class: 'attempts', role: 'group', 'aria-label': 'Attempts' }, tabs));
      show(scenario.bad ? attempts.length - 1 : 0);
    } else if (attempts.length) {
      pane.append(...attemptView(attempts[0]));
    }
    view.append(pane, h('div', {}, h('h4', {}, 'Run it again'), copyable(scenario.rerun, 'the command')));
    return view;
  }

  function setOpen(row, open) {
    const head = row.querySelector('.head');
    const scenario = scenarios[row.dataset.index];
    head.setAttribute('aria-expanded', String(open));
    const body = row.querySelector('.body');
    body.hidden = !open;
    if (open) {
      opened.add(scenario.index);
      if (!body.firstChild) body.append(detail(scenario));
    } else {
      opened.delete(scenario.index);
    }
  }

  function toggle(row) {
    const open = row.querySelector('.head').getAttribute('aria-expanded') !== 'true';
    setOpen(row, open);
    try {
      history.replaceState(null, '', open ? '#s' + row.dataset.index : '#');
    } catch { /* some browsers forbid it for files */ }
  }

  const opened = new Set();

  function rowOf(scenario) {
    const note = scenario.message ?? scenario.reason;
    const id = 'b' + scenario.index;
    const row = h('article', {
      class: `row ${scenario.outcome}${scenario.bad ? ' bad' : ''}`, id: 's' + scenario.index, 'data-index': scenario.index,
    },
    h('h3', {}, h('button', { type: 'button', class: 'head', 'aria-expanded': 'false', 'aria-controls': id, onclick: () => toggle(row) },
      h('span', { class: 'mark', 'aria-hidden': 'true' }, outcomes[scenario.outcome]),
      h('span', { class: 'title' },
        h('span', { class: 'sr' }, scenario.outcome + ': '),
        scenario.blocks.length ? h('span', { class: 'block' }, scenario.blocks.join(' › ') + ' › ') : null,
        scenario.plain,
        scenario.row ? ` [${scenario.row}]` : null,
        scenario.tags.length ? [' ', h('span', { class: 'tags' }, scenario.tags.map(tag => [h('span', {}, tag), ' ']))] : null,
        scenario.attempts > 1 ? [' ', h('span', { class: 'badge' }, scenario.attempts + ' attempts')] : null,
        note ? h('span', { class: 'note' }, note) : null),
      h('span', { class: 'time' }, scenario.duration > 0 ? duration(scenario.duration) : ''))),
    h('div', { class: 'body', id, hidden: true }));
    if (opened.has(scenario.index)) setOpen(row, true);
    return row;
  }

  // MARK: The list

  const filter = { outcomes: new Set(), words: [], file: '', tag: '' };

  function matches(scenario) {
    return (!filter.outcomes.size || filter.outcomes.has(scenario.outcome))
      && (!filter.file || scenario.file === filter.file)
      && (!filter.tag || scenario.tags.includes(filter.tag))
      && filter.words.every(word => scenario.words.includes(word));
  }

  /** The scenarios to show, in groups. */
  function groups() {
    const shown = scenarios.filter(matches);
    if ($('order').value === 'slow') {
      return shown.length ? [{ title: 'Slowest first', scenarios: shown.sort((a, b) => b.duration - a.duration) }] : [];
    }
    const byFile = Map.groupBy ? Map.groupBy(shown, one => one.file)
      : shown.reduce((map, one) => map.set(one.file, [...map.get(one.file) ?? [], one]), new Map());
    const all = [...byFile].map(([title, members]) => ({ title, scenarios: members, bad: members.filter(one => one.bad).length }));
    if ($('order').value !== 'bad') return all;
    const rank = one => one.bad ? 0 : one.outcome === 'flaky' ? 1 : 2;
    for (const group of all) group.scenarios.sort((a, b) => rank(a) - rank(b) || a.index - b.index);
    return all.sort((a, b) => rank(a.scenarios[0]) - rank(b.scenarios[0]));
  }

  let drawing = 0;

  /** Draws the list in slices, so that many thousands do not hold up the page. */
  function draw() {
    const mine = ++drawing;
    const list = $('list');
    const all = groups();
    const count = all.reduce((sum, group) => sum + group.scenarios.length, 0);
    $('shown').textContent = count === scenarios.length ? plural(count, 'scenario') : `${count.toLocaleString('en')} of ${plural(scenarios.length, 'scenario')}`;
    $('clear').hidden = count === scenarios.length && !filter.words.length;
    list.replaceChildren();
    list.classList.toggle('many', count > 300);
    if (!count) {
      list.append(h('p', { class: 'empty' }, scenarios.length ? 'No scenario is like that.' : 'Nothing ran.'));
      return;
    }
    const jobs = all.flatMap((group, place) => group.scenarios.map((scenario, index) => ({ group, place, scenario, isFirst: index === 0 })));
    let rows;
    let next = 0;
    const slice = size => {
      if (mine !== drawing) return;
      for (const { group, place, scenario, isFirst } of jobs.slice(next, next + size)) {
        if (isFirst) {
          rows = h('div', { class: 'rows' });
          list.append(h('section', { class: 'file', 'aria-labelledby': 'f' + place }, h('h2', { id: 'f' + place }, group.title,
            h('span', {}, (group.bad ? `${group.bad} of ` : '') + plural(group.scenarios.length, 'scenario') + (group.bad ? ' failed' : ''))), rows));
        }
        rows.append(rowOf(scenario));
      }
      next += size;
      if (next < jobs.length) setTimeout(slice, 0, 250);
    };
    slice(150);
    drawRest = () => slice(jobs.length);
  }

  let drawRest = () => {};

  /** Shows a scenario that may be filtered out or not drawn yet. */
  function reveal(index) {
    if (!matches(scenarios[index])) clear();
    if (!$('s' + index)) drawRest();
    const row = $('s' + index);
    if (!row) return;
    setOpen(row, true);
    row.querySelector('.head').focus({ preventScroll: true });
    row.scrollIntoView({ block: 'start' });
  }

  // MARK: Filters

  function pressed() {
    for (const button of $('outcomes').children) {
      button.setAttribute('aria-pressed', String(filter.outcomes.has(button.dataset.outcome)));
    }
  }

  function only(...wanted) {
    filter.outcomes = new Set(wanted);
    pressed();
    draw();
  }

  function clear() {
    Object.assign(filter, { outcomes: new Set(), words: [], file: '', tag: '' });
    for (const id of ['query', 'file', 'tag']) $(id).value = '';
    pressed();
    draw();
  }

  function options(select, first, names) {
    select.append(h('option', { value: '' }, first), ...names.map(name => h('option', { value: name }, name)));
    select.closest('label').hidden = names.length === 0;
  }

  function drawFilters() {
    options($('file'), 'Every file', [...new Set(scenarios.map(one => one.file))]);
    options($('tag'), 'Every tag', [...new Set(scenarios.flatMap(one => one.tags))].sort());
    $('file').addEventListener('change', event => { filter.file = event.target.value; draw(); });
    $('tag').addEventListener('change', event => { filter.tag = event.target.value; draw(); });
    $('order').addEventListener('change', draw);
    $('clear').addEventListener('click', clear);
    $('query').addEventListener('input', event => {
      filter.words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
      draw();
    });
  }

  // MARK: Summary

  function drawSummary() {
    const counts = Object.keys(outcomes).map(outcome => [outcome, summary.counts[outcome] ?? 0]).filter(([, count]) => count > 0);
    const bad = (summary.counts.failed ?? 0) + (summary.counts.error ?? 0);
    const total = counts.reduce((sum, [, count]) => sum + count, 0);
    const title = bad ? `${bad.toLocaleString('en')} of ${plural(total, 'scenario')} failed`
      : total ? (total === 1 ? 'The scenario passed' : `No failure in ${plural(total, 'scenario')}`) : 'Nothing ran';
    $('verdict').textContent = title;
    $('verdict').className = bad ? 'bad' : summary.counts.flaky || !total || summary.interrupted ? 'warn' : '';
    document.title = `${bad ? '✗' : '✓'} ${title}`;
    const start = new Date(plan.start);
    const facts = [
      h('time', { datetime: plan.start, title: plan.start }, start.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })),
      duration(summary.duration), plan.environment, plan.jobs > 1 && `${plan.jobs} side by side`,
      plan.shard && `part ${plan.shard}`, plan.shuffled && `shuffled, seed ${plan.seed}`,
      summary.interrupted && 'interrupted', summary.cutShort && 'ended early', summary.notRun > 0 && `${summary.notRun} not run`,
    ];
    $('facts').append(...facts.filter(Boolean).map(fact => h('span', {}, fact)));
    $('writer').textContent = 'Perch ' + plan.version;
    $('bar').setAttribute('aria-label', counts.map(([outcome, count]) => `${count} ${nameOf(outcome, count)}`).join(', '));
    for (const [outcome, count] of counts) {
      const part = h('i', { class: outcome });
      part.style.flexGrow = count;
      part.style.background = `var(--${outcome})`;
      $('bar').append(part);
      $('outcomes').append(h('button', {
        type: 'button', class: 'outcome ' + outcome, 'data-outcome': outcome, 'aria-pressed': 'false',
        onclick: () => only(...filter.outcomes.has(outcome) ? [...filter.outcomes].filter(one => one !== outcome) : [...filter.outcomes, outcome]),
      }, h('b', {}, count.toLocaleString('en')), nameOf(outcome, count)));
    }
  }

  // MARK: Durations

  const edges = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];

  function histogram(ran) {
    const buckets = new Array(edges.length + 1).fill(0);
    for (const one of ran) {
      const place = edges.findIndex(edge => one.duration < edge);
      buckets[place < 0 ? edges.length : place] += 1;
    }
    const first = Math.max(0, buckets.findIndex(count => count > 0) - 1);
    const last = Math.min(edges.length, buckets.findLastIndex(count => count > 0) + 1);
    const shown = buckets.slice(first, last + 1);
    const highest = Math.max(...shown);
    const width = 280 / shown.length;
    const label = edge => edge < 1 ? `${edge * 1000} ms` : `${edge} s`;
    return svg('svg', {
      class: 'chart', viewBox: '0 0 280 96', role: 'img',
      'aria-label': 'How long scenarios took: ' + shown.map((count, index) => count && `${count} ${edges[first + index] === undefined ? 'longer' : 'under ' + label(edges[first + index])}`).filter(Boolean).join(', '),
    }, shown.map((count, index) => {
      const height = count ? Math.max(2, count / highest * 62) : 0;
      return [
        svg('rect', { x: index * width + 1.5, y: 78 - height, width: width - 3, height, rx: 2 }),
        count ? svg('text', { x: (index + .5) * width, y: 72 - height, 'text-anchor': 'middle' }, count.toLocaleString('en')) : null,
        index + 1 < shown.length && (shown.length <= 7 || index % 2 === 0) ? svg('text', { x: (index + 1) * width, y: 92, 'text-anchor': 'middle' }, label(edges[first + index])) : null,
      ];
    }), svg('line', { x1: 0, x2: 280, y1: 78.5, y2: 78.5, stroke: 'currentColor', 'stroke-opacity': .25 }));
  }

  function drawDurations() {
    const ran = scenarios.filter(one => one.duration > 0);
    $('durations').hidden = !ran.length;
    if (!ran.length) return;
    const slowest = [...ran].sort((a, b) => b.duration - a.duration).slice(0, 10);
    const longest = slowest[0].duration || 1;
    $('durations').append(histogram(ran), h('h3', {}, 'Slowest'), h('ol', { class: 'slowest' }, slowest.map(one =>
      h('li', {}, h('button', { type: 'button', class: one.outcome, title: one.title, onclick: () => reveal(one.index) },
        h('span', { class: 'name' }, [...one.blocks, one.plain].join(' › ')), h('span', { class: 'time' }, duration(one.duration)),
        svg('svg', { 'aria-hidden': 'true', viewBox: '0 0 100 4', preserveAspectRatio: 'none' },
          svg('rect', { width: Math.max(1, one.duration / longest * 100), height: 4 })))))));
  }

  // MARK: Coverage

  /** `12 of 16`, with a bar. */
  function figure(name, { covered, total, percent }, link) {
    const label = link ? h('a', { href: link }, name) : name;
    return h('div', { class: 'figure' }, h('span', { class: 'name' }, label),
      h('span', { class: 'time' }, total ? `${covered.toLocaleString('en')} of ${total.toLocaleString('en')}` : 'none'), bar(covered, total),
      h('span', { class: 'sr' }, total ? `${percent} percent` : ''));
  }

  function bar(covered, total) {
    return svg('svg', { class: 'cover', 'aria-hidden': 'true', viewBox: '0 0 100 4', preserveAspectRatio: 'none' },
      svg('rect', { width: total ? covered / total * 100 : 0, height: 4 }));
  }

  /** A sign that something was seen, in words for those who hear it. */
  const seen = (isSeen, yes, no) => h('span', { class: 'seen ' + (isSeen ? 'passed' : 'failed') },
    h('span', { 'aria-hidden': 'true' }, isSeen ? '✓' : '✗'), h('span', { class: 'sr' }, isSeen ? yes : no));

  const hasGaps = rule => !rule.fired || rule.conditions.some(one => !one.met || !one.notMet) || rule.effects.some(one => !one.given);

  function coveredRule(rule) {
    const gaps = hasGaps(rule);
    const state = !rule.evaluated ? 'never evaluated' : !rule.fired ? 'never fired' : gaps ? 'in parts' : '';
    return h('details', { class: 'rule', open: gaps && rule.evaluated },
      h('summary', {}, seen(rule.fired, 'fired: ', 'not fired: '), h('span', { class: 'name' }, `${rule.index}. ${rule.title}`),
        state && h('span', { class: 'badge' }, state)),
      rule.conditions.length > 0 && h('table', { class: 'conditions' }, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'true'),
        h('th', { scope: 'col' }, 'false'), h('th', { scope: 'col' }, 'condition'))), h('tbody', {}, rule.conditions.map(one => h('tr', {},
        h('td', {}, seen(one.met, 'seen', 'not seen')), h('td', {}, seen(one.notMet, 'seen', 'not seen')),
        h('td', {}, h('code', {}, one.text)))))),
      rule.effects.length > 0 && h('ul', { class: 'given' }, rule.effects.map(one =>
        h('li', {}, seen(one.given, 'given: ', 'never given: '), h('code', {}, one.function), one.given ? '' : ' never given'))));
  }

  function coveredCampaign(campaign, hasSeveral) {
    const fired = campaign.rules.filter(rule => rule.fired).length;
    return h('details', { class: 'campaign', open: fired < campaign.rules.length },
      h('summary', {}, h('span', { class: 'name' }, campaign.name, hasSeveral && h('span', { class: 'badge' }, campaign.application),
        fired === campaign.rules.length && campaign.rules.some(hasGaps) && h('span', { class: 'badge' }, 'in parts')),
        h('span', { class: 'time' }, campaign.rules.length ? `${fired} of ${plural(campaign.rules.length, 'rule')}` : 'no rules'),
        bar(fired, campaign.rules.length)),
      campaign.rules.map(coveredRule));
  }

  /** Lines that were not run, neighbours together. */
  function unrun(lines) {
    const spans = [];
    let last = null;
    for (const [number, count] of lines) {
      if (count) last = null;
      else if (last) last[1] = number;
      else spans.push(last = [number, number]);
    }
    return spans.map(([first, end]) => first === end ? `${first}` : `${first}–${end}`).join(', ');
  }

  /** What the scenarios covered: figures beside the list, and all of it below. */
  function drawCoverage() {
    const text = $('coverage-data')?.textContent;
    if (!text) return;
    const { totals, campaigns, operations, files } = JSON.parse(text);
    const links = { operations: '#coverage-operations', lines: '#coverage-files' };
    $('coverage').hidden = false;
    $('coverage').append(...Object.entries(totals).map(([name, one]) => figure(name, one, links[name] ?? '#coverage-rules')));
    const hasSeveral = new Set(campaigns.map(one => one.application)).size > 1;
    $('covered').hidden = false;
    $('covered').append(
      h('h2', { id: 'coverage-rules' }, 'Coverage of rules'),
      h('div', { class: 'rows tree' }, campaigns.length ? campaigns.map(one => coveredCampaign(one, hasSeveral))
        : h('p', {}, 'No rules were seen. They are seen in the embedded sandbox, when scenarios or bundles bring campaigns.')),
      h('h2', { id: 'coverage-operations' }, 'Coverage of operations'),
      h('ul', { class: 'rows operations' }, operations.map(one => h('li', {}, seen(one.called, 'called: ', 'not called: '), h('code', {}, one.function)))),
      h('h2', { id: 'coverage-files' }, 'Coverage of lines'),
      h('div', { class: 'rows files' }, files.map(one => h('div', {}, h('code', {}, one.file), h('span', { class: 'time' }, `${one.covered} of ${one.total}`),
        bar(one.covered, one.total), one.covered < one.total && h('p', {}, 'not run: ' + unrun(one.lines))))));
  }

  // MARK: Light and dark

  const themes = { auto: 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' };

  function setTheme(theme) {
    document.documentElement.dataset.theme = theme;
    $('theme').textContent = themes[theme];
    try { localStorage.setItem('perch-theme', theme); } catch { /* not kept, then */ }
  }

  function nextTheme() {
    const names = Object.keys(themes);
    setTheme(names[(names.indexOf(document.documentElement.dataset.theme) + 1) % names.length]);
    say($('theme').textContent);
  }

  function storedTheme() {
    try { return themes[localStorage.getItem('perch-theme')] && localStorage.getItem('perch-theme'); } catch { return null; }
  }

  // MARK: Keys

  const currentRow = () => document.activeElement?.closest('.row');

  function move(step, selector) {
    const heads = [...document.querySelectorAll(selector + ' .head')];
    if (!heads.length) return;
    const here = currentRow()?.querySelector('.head');
    let place = heads.indexOf(here);
    if (place < 0 && here) {
      const after = heads.findIndex(head => here.compareDocumentPosition(head) & Node.DOCUMENT_POSITION_FOLLOWING);
      place = step > 0 ? (after < 0 ? heads.length : after) : (after < 0 ? heads.length : after) - 1;
    } else {
      place = place < 0 ? (step > 0 ? 0 : heads.length - 1) : place + step;
    }
    const head = heads[Math.max(0, Math.min(heads.length - 1, place))];
    head.focus({ preventScroll: true });
    head.scrollIntoView({ block: 'nearest' });
  }

  const keys = {
    j: () => move(1, '.row'),
    k: () => move(-1, '.row'),
    ArrowDown: () => move(1, '.row'),
    ArrowUp: () => move(-1, '.row'),
    n: () => move(1, '.row.bad'),
    p: () => move(-1, '.row.bad'),
    '/': () => $('query').select(),
    f: () => filter.outcomes.has('failed') || filter.outcomes.has('error') ? only() : only('failed', 'error'),
    x: () => { document.querySelectorAll('.row').forEach(row => setOpen(row, false)); opened.clear(); },
    c: () => { const row = currentRow(); if (row) copy(scenarios[row.dataset.index].rerun); },
    t: nextTheme,
    '?': () => $('help').showModal(),
    Escape: () => clear(),
  };

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || $('help').open) return;
    const target = event.target;
    if (target.matches('input, select, textarea')) {
      if (event.key === 'Escape') {
        if (target.id === 'query' && target.value) clear();
        target.blur();
        event.preventDefault();
      } else if (target.id === 'query' && (event.key === 'ArrowDown' || event.key === 'Enter')) {
        event.preventDefault();
        move(1, '.row');
      }
      return;
    }
    // Arrows scroll what scrolls by itself.
    if (event.key.startsWith('Arrow') && target.closest('.json, .output, .source, .why, .covered, dialog')) return;
    const action = Object.hasOwn(keys, event.key) ? keys[event.key] : null;
    if (!action) return;
    event.preventDefault();
    action();
  });

  $('theme').addEventListener('click', nextTheme);
  $('help-open').addEventListener('click', () => $('help').showModal());

  // On paper everything that failed is open.
  addEventListener('beforeprint', () => {
    drawRest();
    [...document.querySelectorAll('.row.bad')].slice(0, 200).forEach(row => setOpen(row, true));
  });

  // MARK: Begin

  setTheme(storedTheme() ?? 'auto');
  drawSummary();
  drawFilters();
  draw();
  drawDurations();
  drawCoverage();
  const follow = () => {
    const wanted = /^#s(\d+)$/.exec(location.hash);
    if (wanted && scenarios[wanted[1]]) reveal(Number(wanted[1]));
  };
  addEventListener('hashchange', follow);
  follow();
})();
