// Makes the fault buttons live. It stands beside sandbox.js and uses what is there: $, $$, lists, post, narrow.
'use strict';

const troubles = $('.trouble');

if (troubles) {
  lists.troubles = ['#troubles', 'outbox'];
  let busy = false;
  $('form', troubles).addEventListener('submit', async e => {
    e.preventDefault();
    if (busy) return;
    busy = true;
    const button = e.submitter, told = $('#trouble-busy'), buttons = $$('button', troubles);
    for (const b of buttons) b.setAttribute('aria-disabled', 'true');
    told.textContent = `正在演“${button.textContent}”…`;
    const answer = await post(e.currentTarget, { what: button.value, who: document.body.dataset.who });
    for (const b of buttons) b.removeAttribute('aria-disabled');
    busy = false;
    told.textContent = answer.ok ? '' : answer.text;
  });
}
