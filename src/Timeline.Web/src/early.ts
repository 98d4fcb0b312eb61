// Runs before anything is painted, so that it is not painted in the wrong colours first. A script of its own, which shares no chunk with others.
try {
  const theme = localStorage.getItem('timeline.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;
} catch {
  // Without storage the system's colours do.
}
