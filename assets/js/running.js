/* The last of the scripts that every page with scripts has: what needs them may be used (layout.css). */
document.documentElement.dataset.scripts = "da";
