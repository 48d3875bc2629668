module.exports = {
  title: 'Rain',
  url: 'https://rain.dev',
  baseUrl: '/docs-site/', // baseUrl: '/'
  presets: [['classic', { docs: {}, blog: {} }]],
}
