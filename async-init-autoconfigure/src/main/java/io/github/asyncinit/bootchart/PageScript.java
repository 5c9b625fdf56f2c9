package io.github.asyncinit.bootchart;

/**
 * The script of the pages: search, filter, zoom and details. Nothing depends on it; what
 * it needs is hidden without it.
 */
final class PageScript {

	static final String JS = """
			(function () {
			'use strict';
			var all = function (q, root) { return Array.prototype.slice.call((root || document).querySelectorAll(q)); };
			var id = function (name) { return document.getElementById(name); };
			var svgs = all('svg.chart').map(function (svg) {
				return {svg: svg, width: svg.viewBox.baseVal.width, gutter: +svg.dataset.gutter, total: +svg.dataset.total};
			});
			var from = 0, to = Math.max.apply(null, svgs.map(function (s) { return s.total; }));
			var end = to;
			svgs.forEach(function (s) {
				s.axis = s.svg.querySelector('g.axis');
				s.shapes = all('[data-s],[data-t]', s.svg).filter(function (e) { return !s.axis.contains(e); });
				s.stops = all('line.ml', s.svg).map(function (e) { return +e.dataset.t; });
			});
			function add(parent, name, attributes) {
				var e = document.createElementNS('http://www.w3.org/2000/svg', name);
				Object.keys(attributes).forEach(function (key) { e.setAttribute(key, attributes[key]); });
				return parent.appendChild(e);
			}
			function axis(s, x) {
				var top = +s.axis.dataset.top, rough = (to - from) / 10, step = Math.pow(10, Math.floor(Math.log10(rough)));
				step *= [1, 2, 5, 10].filter(function (f) { return step * f >= rough; })[0];
				s.axis.textContent = '';
				for (var t = Math.ceil(from / step) * step; t <= to; t += step) {
					var at = x(t), digits = Math.max(0, -Math.floor(Math.log10(step / 1000)));
					add(s.axis, 'line', {x1: at, x2: at, y1: top, y2: s.axis.dataset.bottom, stroke: '#d8dee4', 'class': 'gr'});
					if (s.stops.every(function (m) { return Math.abs(x(m) - at) > 22; })) {
						add(s.axis, 'text', {x: at, y: top - 4, 'text-anchor': 'middle', 'font-size': 10, fill: '#57606a',
							'class': 'mu'}).textContent = (t / 1000).toFixed(digits) + ' s';
					}
				}
			}
			function place() {
				svgs.forEach(function (s) {
					var room = s.width - s.gutter - 24;
					var x = function (t) { return s.gutter + (t - from) / (to - from) * room; };
					axis(s, x);
					s.shapes.forEach(function (e) {
						var d = e.dataset, a = +(d.s || d.t), b = d.s ? a + (+d.d) : d.u ? +d.u : a;
						var out = b < from || a > to;
						e.style.display = out ? 'none' : '';
						if (out) { return; }
						var x1 = x(Math.max(a, from)), x2 = x(Math.min(b, to));
						if (e.tagName === 'rect') {
							e.setAttribute('x', x1); e.setAttribute('width', Math.max(0.6, x2 - x1));
						} else if (e.tagName === 'line') {
							e.setAttribute('x1', x1); e.setAttribute('x2', x2);
						} else {
							var anchor = e.getAttribute('text-anchor');
							e.setAttribute('x', d.p ? x1 + (+d.p) : anchor === 'end' ? x1 - 5 : x1);
						}
					});
				});
				show();
			}
			function show() {
				id('window').textContent = (from / 1000).toFixed(2) + ' s to ' + (to / 1000).toFixed(2) + ' s';
			}
			function zoom(factor, at) {
				var span = (to - from) * factor, middle = at === undefined ? (from + to) / 2 : at;
				if (span > end) { span = end; }
				var start = middle - (middle - from) * (span / (to - from));
				from = Math.max(0, Math.min(start, end - span));
				to = from + span;
				place();
			}
			function pan(share) {
				var span = to - from, start = Math.max(0, Math.min(from + span * share, end - span));
				from = start; to = start + span; place();
			}
			id('in').addEventListener('click', function () { zoom(0.5); });
			id('out').addEventListener('click', function () { zoom(2); });
			id('left').addEventListener('click', function () { pan(-0.4); });
			id('right').addEventListener('click', function () { pan(0.4); });
			id('reset').addEventListener('click', function () { from = 0; to = end; place(); });
			svgs.forEach(function (s) {
				s.svg.addEventListener('wheel', function (event) {
					if (!event.ctrlKey) { return; }
					event.preventDefault();
					var box = s.svg.getBoundingClientRect(), scale = s.width / box.width;
					var part = ((event.clientX - box.left) * scale - s.gutter) / (s.width - s.gutter - 24);
					zoom(event.deltaY > 0 ? 1.25 : 0.8, from + Math.max(0, Math.min(1, part)) * (to - from));
				}, {passive: false});
			});
			var rows = {};
			all('tr[data-e]').forEach(function (row) { rows[row.dataset.e] = row; });
			var marked = all('svg.chart [data-e]'), unnamed = all('svg.chart g.bar:not([data-e])');
			function select() {
				var text = id('search').value.toLowerCase(), only = id('filter').value, shown = 0, on = text || only;
				Object.keys(rows).forEach(function (key) {
					var row = rows[key];
					var match = row.textContent.toLowerCase().indexOf(text) >= 0
						&& (!only || (' ' + row.dataset.f + ' ').indexOf(' ' + only + ' ') >= 0);
					row.hidden = !match;
					if (match) { shown++; }
				});
				marked.forEach(function (e) {
					var row = rows[e.dataset.e], match = row && !row.hidden;
					e.classList.toggle('dim', !!on && !match);
					e.classList.toggle('hit', !!text && !!match);
				});
				unnamed.forEach(function (e) { e.classList.toggle('dim', !!on); });
				id('count').textContent = shown + ' of ' + Object.keys(rows).length;
			}
			id('search').addEventListener('input', select);
			id('filter').addEventListener('change', select);
			function tell(target) {
				var bar = target.closest && target.closest('g.bar'), title = bar && bar.querySelector('title');
				if (title) { id('detail').textContent = title.textContent.split('\\n').join(' \\u00b7 '); }
			}
			document.addEventListener('mouseover', function (event) { tell(event.target); });
			document.addEventListener('focusin', function (event) { tell(event.target); });
			all('svg.chart g.bar').forEach(function (bar, i) {
				bar.setAttribute('tabindex', i === 0 ? '0' : '-1');
			});
			document.addEventListener('keydown', function (event) {
				var bar = document.activeElement && document.activeElement.closest('g.bar');
				if (!bar || (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft')) { return; }
				var bars = all('g.bar', bar.ownerSVGElement);
				var next = bars[bars.indexOf(bar) + (event.key === 'ArrowRight' ? 1 : -1)];
				if (next) { next.setAttribute('tabindex', '0'); next.focus(); event.preventDefault(); }
			});
			all('.controls').forEach(function (c) { c.hidden = false; });
			select(); show();
			})();
			""";

	private PageScript() {
	}

}
