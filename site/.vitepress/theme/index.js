// The default theme without its fonts: those of the reader's system will do.
import DefaultTheme from 'vitepress/theme-without-fonts';
import Diagram from './Diagram.vue';
import Modules from './Modules.vue';
import './style.css';

export default {
  extends: DefaultTheme,
  enhanceApp: ({ app }) => app.component('Diagram', Diagram).component('Modules', Modules),
};
