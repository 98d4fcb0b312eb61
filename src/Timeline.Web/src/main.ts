export {};

const answer = await fetch('/api/timeline?limit=1');
document.documentElement.dataset['state'] = answer.ok ? 'ready' : 'failed';
