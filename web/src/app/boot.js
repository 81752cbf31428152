(function () {
  // Runs before the first paint: no flash of the wrong theme, language or direction.
  var root = document.documentElement;
  function read(key) {
    try { return localStorage.getItem(key); } catch (e) { return null; }
  }
  var theme = read('edusync.theme');
  var dark = theme === 'dark'
    || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.classList.toggle('dark', dark);
  var locale = read('edusync.locale');
  if (locale && /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(locale)) {
    root.lang = locale;
    root.dir = /^(ar|he|fa|ur)/.test(locale) ? 'rtl' : 'ltr';
  }
  var size = read('edusync.text-size');
  if (size) root.dataset.textSize = size;
  // The organization's colors; the sheet is asked for again by its version once the page knows it.
  var look = read('edusync.look');
  if (look && /^\/api\/v1\/branding\.css\?organization=[0-9a-f-]{36}&v=\d+$/.test(look)) {
    var link = document.createElement('link');
    link.id = 'organization-look';
    link.rel = 'stylesheet';
    link.href = look;
    document.head.appendChild(link);
  }
  if (read('edusync.reduced-motion') === '1') root.dataset.reducedMotion = '';
  if (read('edusync.reading-font') === '1') root.dataset.readingFont = '';
  var connection = navigator.connection;
  if (read('edusync.data-saver') === '1' || (connection && connection.saveData)) root.dataset.dataSaver = '';
})();
