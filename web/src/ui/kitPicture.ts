import { defineComponent } from 'vue';

/** Stands in for the kit's avatar inside its buttons and fields: we put no pictures of people there, and draw them with `PersonAvatar`. */
export default defineComponent({ render: () => null });
