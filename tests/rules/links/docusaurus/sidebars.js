module.exports = {
  docs: [
    {
      type: 'category',
      label: 'Snow',
      link: {type: 'generated-index', slug: '/guide/drifts'},
      items: ['guide/snow'],
    },
  ],
};
