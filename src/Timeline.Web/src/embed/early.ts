// Runs before anything is painted, so that it is not painted in the wrong colours first. A script of its own, which shares no chunk with others.
{
  const theme = new URLSearchParams(location.search).get('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;
}
